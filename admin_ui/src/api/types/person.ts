/** People and the offices they sit in, as the server describes them. */
export interface Names {
  'zh-CN': string
  en: string
}

export interface Membership {
  department: string
  department_name: string
  role: string
  role_name: string
}

export interface Me {
  id: string
  username: string
  name: string
  region: string
  memberships: Membership[]
  permissions: string[]
}

export interface SessionOpened {
  token: string
  expires_at: string
  user: Me
}

export interface Department {
  code: string
  name: Names | string
  parent: string | null
}
