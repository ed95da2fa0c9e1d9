import { readCommand, UsageProblem } from '../../cli/operator-command.ts';

const read = (line: string) => readCommand(line.split(' ').filter((word) => word !== ''));

test('A merchant is created at the local runtime of the default folder', () => {
  expect(read('merchant create --name Acme --currency GBP')).toEqual({
    target: { kind: 'folder', dir: '.fairshare' },
    request: { action: 'merchant.create', name: 'Acme', currency: 'GBP' },
  });
});

test.each([
  ['merchant list --limit 5 --data /tmp/x', { kind: 'folder', dir: '/tmp/x' }, { action: 'merchant.list', limit: 5 }],
  [
    'program create --merchant mer_1 --name B --currency EUR --time-zone Europe/Rome --mode live --stack fairshare-prod',
    { kind: 'stack', stack: 'fairshare-prod', region: 'eu-west-1' },
    {
      action: 'program.create',
      merchant_key: 'mer_1',
      name: 'B',
      currency: 'EUR',
      time_zone: 'Europe/Rome',
      mode: 'live',
    },
  ],
  [
    'key create --program prog_1 --function arn:x --region us-east-1',
    { kind: 'function', name: 'arn:x', region: 'us-east-1' },
    { action: 'key.create', program_key: 'prog_1' },
  ],
  [
    'key create --program prog_1 --url http://127.0.0.1:4000/',
    { kind: 'url', url: 'http://127.0.0.1:4000' },
    { action: 'key.create', program_key: 'prog_1' },
  ],
])('The command line "%s" is understood', (line, target, request) => {
  expect(read(line)).toEqual({ target, request });
});

test.each([
  ['', 'Usage'],
  ['merchant create --help', 'Usage'],
  ['merchant delete', 'no command "merchant delete"'],
  ['merchant create --currency GBP', 'needs --name'],
  ['merchant create --name A --currency GBP --colour red', '--colour'],
  ['merchant create --name A --currency GBP extra', 'extra'],
  ['merchant list --limit many', '--limit many is not a whole number'],
  ['merchant list --data x --stack y', 'Give one of'],
  ['merchant list --region eu-west-1', '--region goes with'],
  ['merchant list --url nowhere', 'not an address'],
])('The command line "%s" is refused with an explanation', (line, message) => {
  expect(() => read(line)).toThrow(UsageProblem);
  expect(() => read(line)).toThrow(message);
});
