/** What snippets are filled in with. */
export interface Filling {
  /** Where the API and the links are, without a slash at the end. */
  readonly host: string;
  readonly publicKey: string;
  /** Stands where the secret key belongs: it is shown once, when it is made. */
  readonly secret: string;
  readonly currency: string;
  /** For how many days a click binds whoever signs up. */
  readonly days: number;
}

/** The script for every page of the site, and how a page reads the click id. */
export const browserSnippet = ({
  host,
  days,
}: Filling): string => `<script src="${host}/t.js" data-days="${days}" async></script>

<script>
  // When somebody signs up, send this along to your server.
  var clickId = window.fairshare && fairshare('clickId');
</script>`;

const call = ({ host, publicKey, secret }: Filling, path: string, body: string): string => `curl ${host}${path} \\
  -u "${publicKey}:${secret}" \\
  -H "content-type: application/json" \\
  -d '${body}'`;

/** A sign-up and a sale from a command line. */
export const curlSnippet = (filling: Filling): string =>
  [
    call(filling, '/v2/customers', '{"customer_key": "user-1", "click_id": "CLICK_ID"}'),
    call(
      filling,
      '/v2/transactions',
      `{"external_key": "order-1", "customer_key": "user-1", "amount": 4900, "currency": "${filling.currency}"}`,
    ),
  ].join('\n\n');

/** The same from a server in Node, without a library. */
export const nodeSnippet = ({ host, publicKey, currency }: Filling): string => `const call = async (path, body) => {
  const key = Buffer.from(\`${publicKey}:\${process.env.FAIRSHARE_SECRET}\`).toString('base64');
  const answer = await fetch('${host}' + path, {
    method: 'POST',
    headers: { authorization: \`Basic \${key}\`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

// Somebody signs up: clickId is what the page has sent along.
await call('/v2/customers', { customer_key: user.id, click_id: clickId });

// Somebody buys: the amount is in minor units, so 4900 is 49.00.
await call('/v2/transactions', { external_key: order.id, customer_key: user.id, amount: 4900, currency: '${currency}' });`;

/** The portal on a page of the merchant's. */
export const portalSnippet = ({
  host,
}: Pick<Filling, 'host'>): string => `<script src="${host}/embed.js" async></script>

<fairshare-portal session="/partner-session" theme="light"></fairshare-portal>`;

/** What the merchant's server answers to that page: a session of the partner who has logged in there. */
export const portalNodeSnippet = ({ host, publicKey }: Pick<Filling, 'host' | 'publicKey'>): string =>
  `app.post('/partner-session', async (request, response) => {
  const partner = request.user.email; // whoever has logged in on your site, never what the browser says
  const key = Buffer.from(\`${publicKey}:\${process.env.FAIRSHARE_SECRET}\`).toString('base64');
  const path = \`/v2/partnerships/\${encodeURIComponent(partner)}/portal-sessions\`;
  const answer = await fetch('${host}' + path, { method: 'POST', headers: { authorization: \`Basic \${key}\` } });
  response.status(answer.status).json(await answer.json());
});`;

/** The same call from a command line. */
export const portalCurlSnippet = ({ host, publicKey, secret }: Omit<Filling, 'currency' | 'days'>): string =>
  `curl -X POST ${host}/v2/partnerships/ann@partner.example/portal-sessions \\
  -u "${publicKey}:${secret}"`;
