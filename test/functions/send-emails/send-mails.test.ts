import { type MailDeps, sendMails } from '../../../functions/send-emails/send-mails.ts';
import { type Mail, money } from '../../../functions/send-emails/texts.ts';
import { openMailedTokens } from '../../../functions/shared/mailed-tokens.ts';
import { earning, openBilling } from '../../support/billing.ts';
import type { Fate } from '../../support/providers.ts';

const openMonth = (fates: readonly Fate[] = [], settings = {}) => {
  const billing = openBilling({ billing_email: 'bills@acme.example', fee_bps: 1000, ...settings });
  billing.addPartner('part_anna', {}, { first_name: 'Anna' });
  billing.earn(earning('part_anna', 1, [123456]));
  billing.providers.fates.charge.push(...fates);
  const mails: Mail[] = [];
  const real = { now: 1_000_000 };
  const deps: MailDeps = {
    store: billing.memory,
    tokens: async () => openMailedTokens('a secret of the test'),
    publicUrl: 'https://go.acme.example',
    clock: { real: () => real.now },
    pause: async (milliseconds) => {
      real.now += milliseconds;
    },
    send: async (mail) => {
      mails.push(mail);
    },
  };
  const announced = () => billing.store.announced;
  const deliver = async (to = sendMails(deps)) => {
    for (const item of announced()) await to(String(item['announces']), item);
  };
  return { ...billing, mails, real, deps, announced, deliver };
};

describe('The merchant', () => {
  it('hears of the review with its dates and amounts, and of the payment', async () => {
    const billing = openMonth();
    await billing.play();
    await billing.deliver();
    const merchant = billing.mails.filter((mail) => mail.to === 'bills@acme.example');
    expect(merchant.map((mail) => mail.subject)).toEqual([
      'Acme partners: your invoice for January 2026 is ready for review',
      'Acme partners: payment received for January 2026',
    ]);
    expect(merchant[0]?.text).toContain('Total: 1,358.02 GBP');
    expect(merchant[0]?.text).toContain('until 8 February 2026, 00:00 (UTC)');
    expect(merchant[0]?.text).toContain('paid on 13 February 2026');
  });

  it('is reminded at each declined charge, and told when no other follows', async () => {
    const billing = openMonth(['decline', 'decline', 'decline', 'decline', 'decline']);
    await billing.play();
    await billing.deliver();
    const subjects = billing.mails.map((mail) => mail.subject);
    expect(subjects.filter((subject) => subject.includes('could not charge'))).toHaveLength(4);
    expect(subjects.filter((subject) => subject.includes('overdue'))).toHaveLength(1);
    expect(billing.mails[1]?.text).toContain('The bank declined it and does not say why.');
    expect(billing.mails[1]?.text).toContain('We try again on 9 February 2026.');
  });

  it('is not written to without an address', async () => {
    const billing = openMonth([], { billing_email: undefined });
    await billing.play();
    await billing.deliver();
    expect(billing.mails.map((mail) => mail.to)).toEqual(['part_anna@partners.example']);
  });
});

describe('The partner', () => {
  it('hears that a payout is on its way, and when it came back', async () => {
    const billing = openMonth();
    billing.providers.fates.pay.push('decline');
    await billing.play();
    await billing.deliver();
    const partner = billing.mails.filter((mail) => mail.to === 'part_anna@partners.example');
    expect(partner.map((mail) => mail.subject).sort()).toEqual([
      '1,234.56 GBP from Acme partners is on its way',
      'Your payout from Acme partners could not be made',
    ]);
    expect(partner.every((mail) => mail.text.startsWith('Hello Anna,\n\n'))).toBe(true);
  });

  it('cannot be made to break a header by a name', async () => {
    const billing = openMonth([], { name: 'Acme\r\nBcc: x@evil.example' });
    await billing.play();
    await billing.deliver();
    for (const { subject } of billing.mails) expect(subject).not.toMatch(/[\r\n]/);
  });
});

describe('A mail', () => {
  it('is sent once for each event, however often and at the same time it is delivered', async () => {
    const billing = openMonth();
    await billing.play();
    const act = sendMails(billing.deps);
    await Promise.all([billing.deliver(act), billing.deliver(act), billing.deliver(act)]);
    await billing.deliver(act);
    expect(billing.mails).toHaveLength(3);
    expect(billing.announced()).toHaveLength(4);
  });

  it('that could not be handed over is sent by the next delivery', async () => {
    const billing = openMonth();
    await billing.play();
    const failing = sendMails({
      ...billing.deps,
      send: async () => {
        throw new Error('SES does not answer.');
      },
    });
    await expect(billing.deliver(failing)).rejects.toThrow('SES');
    await billing.deliver();
    expect(billing.mails).toHaveLength(3);
  });

  it('whose sender died is sent again when its claim has ended, and not before', async () => {
    const billing = openMonth();
    await billing.play();
    const dying = sendMails({ ...billing.deps, send: () => new Promise(() => {}) });
    const [item] = billing.announced();
    void dying(String(item?.['announces']), item);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(sendMails(billing.deps)(String(item?.['announces']), item)).rejects.toThrow('another delivery');
    billing.real.now += 60_000;
    await sendMails(billing.deps)(String(item?.['announces']), item);
    expect(billing.mails).toHaveLength(1);
  });

  it.each([
    [123456, 'GBP', '1,234.56 GBP'],
    [5, 'USD', '0.05 USD'],
    [1234567, 'JPY', '1,234,567 JPY'],
    [1234567, 'KWD', '1,234.567 KWD'],
    [-100, 'EUR', '-1.00 EUR'],
  ])('writes %d minor units of %s as %s', (amount, currency, text) => {
    expect(money(amount, currency)).toBe(text);
  });
});
