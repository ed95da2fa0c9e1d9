import { attachment, pathOf, signedAddress, signText, uploadFields } from '../../../functions/shared/presign.ts';

/** The example credentials of AWS's documentation of Signature Version 4. */
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const signer = { credentials, region: 'us-east-1', now: Date.UTC(2013, 4, 24) };

describe('A signed address', () => {
  it("has the signature of AWS's own example", () => {
    const address = signedAddress(signer, 'https://examplebucket.s3.amazonaws.com', '/test.txt', 86_400);
    expect(address).toContain('X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request');
    expect(address).toMatch(/&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404$/);
  });

  it('is signed with the token of a role, too', () => {
    const withToken = { ...signer, credentials: { ...credentials, sessionToken: 'a/b' } };
    const address = new URL(signedAddress(withToken, 'https://b.example', '/k', 300));
    expect(address.searchParams.get('X-Amz-Security-Token')).toBe('a/b');
  });
});

describe('An upload form', () => {
  const terms = { bucket: 'b', key: 'k', contentType: 'text/csv', leastBytes: 1, mostBytes: 9, seconds: 900 };

  it('names each of its fields in a policy that is signed as a whole', () => {
    const fields = uploadFields({ ...signer, credentials: { ...credentials, sessionToken: 't' } }, terms);
    expect(JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString())).toEqual({
      expiration: '2013-05-24T00:15:00.000Z',
      conditions: [
        { bucket: 'b' },
        ['content-length-range', 1, 9],
        { key: 'k' },
        { 'Content-Type': 'text/csv' },
        { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
        { 'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request' },
        { 'x-amz-date': '20130524T000000Z' },
        { 'x-amz-security-token': 't' },
      ],
    });
    expect(fields['x-amz-signature']).toBe(signText(signer, fields['policy'] ?? ''));
    expect(Object.keys(fields).at(0)).toBe('key');
  });
});

describe('The name of a download', () => {
  it.each([
    ['a plain name', 'report 1.csv', 'attachment; filename="report 1.csv"'],
    ['a path', '../etc/passwd', 'attachment; filename="_etc_passwd"'],
    ['quotes and line breaks', 'a"\r\nSet-Cookie: b', 'attachment; filename="a_Set-Cookie_ b"'],
    ['nothing', ' ... ', 'attachment; filename="file"'],
    ['other letters', 'Größe.csv', `attachment; filename="Gr__e.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.csv`],
    ['half a letter at its end', `${'x'.repeat(119)}😀`, expect.stringContaining(`"${'x'.repeat(119)}_"`)],
  ])('is safe for %s', (_, name, header) => {
    expect(attachment(name)).toEqual(header);
  });

  it('and its path keep slashes and escape the rest', () => {
    expect(pathOf("a b/ü+('x')")).toBe('a%20b/%C3%BC%2B%28%27x%27%29');
  });
});
