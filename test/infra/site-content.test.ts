import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fairshare, Resources, testApp } from './support/synth.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairshare-site-'));

beforeAll(() => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>Fairshare</title>');
  writeFileSync(join(folder, 'assets', 'index-4f2a.js'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deployments = (): Record<string, Record<string, unknown>> => {
  const found = new Resources(fairshare(testApp(), folder)).ofType('Custom::CDKBucketDeployment');
  return Object.fromEntries(found.map(([id, { Properties }]) => [id.replace(/CustomResource.*/, ''), Properties]));
};

test('assets are kept for ever, since their names hold their hashes; pages are asked for again each time', () => {
  const { SiteContentAssets: assets, SiteContentPages: pages } = deployments();
  expect(assets).toMatchObject({
    DestinationBucketKeyPrefix: 'assets/',
    SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    Prune: false,
  });
  expect(pages).toMatchObject({
    SystemMetadata: { 'cache-control': 'no-cache' },
    DistributionPaths: ['/*'],
    Prune: false,
  });
});

test('the site learns at run time where login and files are', () => {
  const markers = JSON.stringify(deployments()['SiteContentPages']?.['SourceMarkers']);
  for (const name of ['HasPublicUrl', 'HasLoginUrl', 'HasFilesUrl', 'SelfSignUp']) expect(markers).toContain(name);
});
