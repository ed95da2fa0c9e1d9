import { jobFile, keptFile, openFiles, pendingFile } from '../../../functions/shared/files.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe('The files of the product', () => {
  it('lie in families that roles are given by prefix', () => {
    expect(pendingFile('prog_1', 'u')).toBe('pending/prog_1/u');
    expect(keptFile('prog_1', 'u')).toBe('kept/prog_1/u');
    expect(jobFile('prog_1', 'job_1', 'report.csv')).toBe('jobs/prog_1/job_1/report.csv');
  });

  it('are reached by the own host of their bucket on AWS', () => {
    process.env = {
      ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B', AWS_SESSION_TOKEN: 'C' },
    };
    const files = openFiles('acme-files');
    const form = files.uploadForm({ key: 'pending/p/u', contentType: 'image/png', mostBytes: 5 }, 0);
    expect(form.url).toBe('https://acme-files.s3.eu-west-1.amazonaws.com/');
    expect(form.fields['x-amz-security-token']).toBe('C');
    const address = new URL(files.downloadAddress('kept/p/ü', 'a.png', 0));
    expect(address.origin + address.pathname).toBe('https://acme-files.s3.eu-west-1.amazonaws.com/kept/p/%C3%BC');
    expect(address.searchParams.get('X-Amz-Expires')).toBe('300');
  });
});
