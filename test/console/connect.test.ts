import {
  browserSnippet,
  curlSnippet,
  nodeSnippet,
  portalCurlSnippet,
  portalNodeSnippet,
  portalSnippet,
} from '../../console/areas/merchant/connect/snippet-texts.ts';

const filling = {
  host: 'https://go.example',
  publicKey: 'pk_test_1',
  secret: 'SECRET_KEY',
  currency: 'GBP',
  days: 30,
};

test('the script of the pages is our own, and knows for how many days a click counts', () => {
  expect(browserSnippet(filling)).toContain('<script src="https://go.example/t.js" data-days="30" async></script>');
});

test('both calls name the program’s key and currency, and no secret key is written out', () => {
  expect(curlSnippet(filling)).toContain('curl https://go.example/v2/customers');
  expect(curlSnippet(filling)).toContain('-u "pk_test_1:SECRET_KEY"');
  expect(curlSnippet(filling)).toContain('"currency": "GBP"');
  expect(nodeSnippet(filling)).toContain('pk_test_1:$');
  expect(nodeSnippet(filling)).toContain('process.env.FAIRSHARE_SECRET');
});

test('the portal in the merchant’s site is named after our host, and its session is asked for by the server', () => {
  expect(portalSnippet(filling)).toContain('<script src="https://go.example/embed.js" async></script>');
  expect(portalNodeSnippet(filling)).toContain("fetch('https://go.example' + path");
  expect(portalNodeSnippet(filling)).toContain('process.env.FAIRSHARE_SECRET');
  expect(portalCurlSnippet(filling)).toContain('-u "pk_test_1:SECRET_KEY"');
});
