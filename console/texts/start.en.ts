/** The start page of the site, and what stands there before anybody has logged in. */
export default {
  title: 'Partner programs that pay on time',
  lead: 'Tracked links, rewards by your rules, and one invoice, charge and payout run a month.',
  logIn: 'Log in',
  forgot: 'Forgot your password?',
  logInText: 'For merchants and partners.',
  signUp: 'Start a program',
  signUpText: 'Free to try, with test data.',
  going: 'One moment …',
  nobody: 'Your login belongs to no program yet',
  nobodyText: 'Open the link of your invitation, or ask the owner of the program for one.',
};
