/**
 * Check digits of the two codes that people copy from paper: GB 32100-2015 and GB 11643-1999.
 * Only a first look while typing; the server's answer counts.
 */
const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = usccWeights.reduce((total, weight, at) => total + weight * usccAlphabet.indexOf(code[at]!), 0)
  return usccAlphabet[(31 - (sum % 31)) % 31] === code[17]
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export function isCitizenId(code: string): boolean {
  if (!/^\d{17}[\dX]$/.test(code)) return false
  const sum = citizenWeights.reduce((total, weight, at) => total + weight * Number(code[at]), 0)
  if ('10X98765432'[sum % 11] !== code[17]) return false
  return isDate(Number(code.slice(6, 10)), Number(code.slice(10, 12)), Number(code.slice(12, 14)))
}
