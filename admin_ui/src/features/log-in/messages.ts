/** Words of the log-in page. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    logIn: {
      title: '登录',
      username: '用户名',
      password: '密码',
      submit: '登录',
      wrong: '用户名或密码不正确。',
      limited: '尝试次数过多，请稍后再试。',
      need: '请填写用户名和密码。',
      verify: '核验证照真伪',
      motto: '到期何时、轮到谁办、为何如此，一目了然。',
    },
  },
  {
    logIn: {
      title: 'Log in',
      username: 'User name',
      password: 'Password',
      submit: 'Log in',
      wrong: 'The user name or the password is not right.',
      limited: 'Too many attempts. Please wait a moment.',
      need: 'Please give a user name and a password.',
      verify: 'Verify a licence',
      motto: 'Until when, whose turn, and why: at a glance.',
    },
  },
)
