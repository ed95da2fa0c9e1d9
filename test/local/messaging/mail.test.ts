import { ROLE } from './template.ts';
import { world } from './world.ts';

const send = {
  FromEmailAddress: 'Fairshare <partners@example.com>',
  Destination: { ToAddresses: ['ada@example.org'] },
};
const simple = (subject: string, text: string, html?: string) => ({
  ...send,
  Content: {
    Simple: {
      Subject: { Data: subject },
      Body: { Text: { Data: text }, ...(html === undefined ? {} : { Html: { Data: html } }) },
    },
  },
});
const PATH = '/v2/email/outbound-emails';

describe('Mail', () => {
  it('that a function sends is kept and shown, as a list, one by one, and as JSON', async () => {
    const { rest, local } = await world({ Role: ROLE });
    const sent = await rest('ses', 'POST', PATH, simple('Your invoice', 'Dear Ada,\n…'));
    expect([sent.status, JSON.parse(sent.body.toString())]).toEqual([200, { MessageId: expect.any(String) }]);
    await rest('ses', 'POST', PATH, simple('Second', 'x'));
    const list = await local('GET', '/_local/mail');
    expect(list.body).toContain('<a href="/_local/mail/1">Your invoice</a>');
    expect((await local('GET', '/_local/mail/1')).body).toContain('Dear Ada,');
    expect((await local('GET', '/_local/mail/99')).status).toBe(404);
    const { items } = JSON.parse((await local('GET', '/_local/mail.json?limit=1')).body);
    expect(items).toEqual([
      expect.objectContaining({
        subject: 'Second',
        to: ['ada@example.org'],
        from: send.FromEmailAddress,
        sentAt: '2011-01-01T00:00:00.000Z',
      }),
    ]);
  });

  it('is escaped, and its HTML is shown where no script can run', async () => {
    const { rest, local } = await world({ Role: ROLE });
    await rest('ses', 'POST', PATH, simple('<script>alert(1)</script>', '<b>', '<script>alert("2")</script>'));
    for (const path of ['/_local/mail', '/_local/mail/1']) {
      const { body, headers } = await local('GET', path);
      expect(body).not.toContain('<script');
      expect(headers?.['content-security-policy']).toContain("default-src 'none'");
    }
    expect((await local('GET', '/_local/mail/1')).body).toContain(
      '<iframe sandbox="" title="HTML part" srcdoc="&lt;script&gt;',
    );
  });

  it('may come as a raw message', async () => {
    const { rest, local } = await world({ Role: ROLE });
    const raw = [
      'From: partners@example.com',
      'To: ada@example.org, bob@example.org',
      'Subject: =?UTF-8?B?R3LDvMOfZQ==?=',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=C3=BC=',
      '=C3=9Fe',
      '--b1',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Hallo</p>').toString('base64'),
      '--b1--',
    ].join('\r\n');
    expect(
      (await rest('ses', 'POST', PATH, { Content: { Raw: { Data: Buffer.from(raw).toString('base64') } } })).status,
    ).toBe(200);
    const { items } = JSON.parse((await local('GET', '/_local/mail.json')).body);
    expect(items[0]).toMatchObject({
      subject: 'Grüße',
      to: ['ada@example.org', 'bob@example.org'],
      text: 'Grüße',
      html: '<p>Hallo</p>',
    });
  });

  it.each([
    ['a subject with a line break', simple('a\r\nBcc: x@example.com', 'x'), 400],
    ['no sender', { ...simple('a', 'b'), FromEmailAddress: undefined }, 400],
    ['nobody to send to', { ...simple('a', 'b'), Destination: {} }, 400],
    ['a template', { ...send, Content: { Template: { TemplateName: 'x' } } }, 400],
  ])('is refused with %s', async (_case, input, status) => {
    const { rest } = await world({ Role: ROLE });
    expect((await rest('ses', 'POST', PATH, input)).status).toBe(status);
  });

  it('may only be sent by a role that may send as its sender', async () => {
    const allows = (_action: string, resource: string): boolean => resource.endsWith(':identity/example.com');
    const { rest } = await world({ Role: ROLE }, { allows });
    expect((await rest('ses', 'POST', PATH, simple('a', 'b'))).status).toBe(200);
    expect((await rest('ses', 'POST', PATH, { ...simple('a', 'b'), FromEmailAddress: 'x@other.com' })).status).toBe(
      403,
    );
  });
});
