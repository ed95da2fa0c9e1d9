import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { EdgeStack } from '../../infra/edge-stack.ts';
import { FairshareStack } from '../../infra/fairshare-stack.ts';
import { readStage } from '../../infra/stage.ts';
import { fairshare, findings, testApp } from './support/synth.ts';

const DOMAIN = {
  domain: 'go.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/fairshare/1',
};

function checked(context: Record<string, unknown>): App {
  const app = testApp({ '@aws-cdk/core:failSynthOnValidationErrors': false, ...context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}

test.each([
  ['dev', { stage: 'dev' }],
  ['prod', { stage: 'prod' }],
  ['prod with a domain and a web ACL', { stage: 'prod', ...DOMAIN }],
])('cdk-nag has nothing to say about %s that is not acknowledged', (_, context) => {
  const app = checked(context);
  fairshare(app);
  new EdgeStack(app, 'FairshareEdge', { env: { region: 'us-east-1' } });
  expect(findings(app)).toEqual([]);
});

test('cdk-nag has nothing to say about the deployment of a built console', () => {
  const site = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    writeFileSync(join(site, 'index.html'), '<!doctype html><title>Fairshare</title>');
    mkdirSync(join(site, 'assets'));
    writeFileSync(join(site, 'assets', 'index-4f2a.js'), '');
    const app = checked({});
    const stage = readStage(app.node);
    new FairshareStack(app, 'Fairshare', { stage, site, env: { region: stage.region } });
    expect(findings(app)).toEqual([]);
  } finally {
    rmSync(site, { recursive: true });
  }
});

test('each acknowledgement says why, and none is left over', () => {
  const app = checked({});
  const acknowledged = acknowledgements(fairshare(app));
  expect(acknowledged.length).toBeGreaterThan(40);
  for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(30);
  // Without its acknowledgement each of these would be a finding below its construct.
  const found = withoutAcknowledgements(() => findings(app));
  const leftOver = acknowledged.filter(
    ({ id, path }) => !found.some((finding) => finding.rule === id && `${finding.path}/`.startsWith(`${path}/`)),
  );
  expect(leftOver).toEqual([]);
});

interface Acknowledgement {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

function acknowledgements(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap((entry) => Object.entries(entry.data as Record<string, string>))
      .map(([id, reason]) => ({ path: construct.node.path, id: id.replace(/^annotation::/i, ''), reason }))
      .filter(({ id }) => /^(AwsSolutions|Serverless)-/.test(id)),
  );
}

/** cdk-nag finds acknowledgements by the name of their metadata; under another name there are none. */
function withoutAcknowledgements<T>(work: () => T): T {
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  const validations = Validations as unknown as { ACKNOWLEDGED_RULES_METADATA_KEY: string };
  validations.ACKNOWLEDGED_RULES_METADATA_KEY = 'nobody acknowledged anything';
  try {
    return work();
  } finally {
    validations.ACKNOWLEDGED_RULES_METADATA_KEY = key;
  }
}
