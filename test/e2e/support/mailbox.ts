import * as z from 'zod';

const Mails = z.object({
  items: z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() })),
});
type Mail = z.infer<typeof Mails>['items'][number];

/** The mails that were sent to an address, newest first. */
export const mailsTo = async (url: string, address: string): Promise<readonly Mail[]> => {
  const { items } = Mails.parse(await (await fetch(`${url}/_local/mail.json?limit=100`)).json());
  return items.filter(({ to }) => to.includes(address));
};

/** The token in the newest mail with a link to an address. */
export const tokenMailedTo = async (url: string, address: string): Promise<string> => {
  for (const { text } of await mailsTo(url, address)) {
    const token = /\/account\/#[\w-]+=([\w-]{43})/.exec(text)?.[1];
    if (token !== undefined) return token;
  }
  throw new Error(`No link was mailed to ${address}.`);
};
