/** Where the login lies on the public port; templates are given the address by a parameter. */
export const LOGIN_PATH = '/_local/login';
