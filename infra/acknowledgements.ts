import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Api } from './api.ts';
import type { Billing } from './billing.ts';
import type { Events } from './events.ts';
import { FILE_ACCESS, type FileAccess } from './file-access.ts';
import type { Files } from './files.ts';
import type { Functions } from './functions.ts';
import type { Hosting } from './hosting.ts';
import type { Login } from './login.ts';
import type { Schedules } from './schedules.ts';
import type { Secrets } from './secrets.ts';
import type { SiteContent } from './site-content.ts';
import type { Stage } from './stage.ts';

interface Acknowledged {
  readonly stage: Stage;
  readonly files: Files;
  readonly secrets: Secrets;
  readonly login: Login;
  readonly api: Api;
  readonly hosting: Hosting;
  readonly siteContent: SiteContent | undefined;
  readonly functions: Functions;
  readonly events: Events;
  readonly billing: Billing;
  readonly schedules: Schedules;
}

/** Every finding of cdk-nag that is accepted, on the narrowest construct that has it, with the reason. */
export function acknowledgeFindings(parts: Acknowledged): void {
  acknowledgeFunctions(parts.functions);
  acknowledgeFiles(parts.files, parts.functions);
  acknowledgeEvents(parts.events, parts.functions, parts.schedules);
  acknowledgeBilling(parts.billing);
  acknowledgeEdge(parts);
  if (parts.siteContent !== undefined) acknowledgeSiteContent(parts.siteContent, parts.hosting);
}

function acknowledgeFunctions(functions: Functions): void {
  for (const [name, fn] of functions.all()) {
    if (fn.role !== undefined) {
      acknowledge(fn.role, {
        'AwsSolutions-IAM5[Resource::*]': 'X-Ray (PutTraceSegments, PutTelemetryRecords) knows no resources.',
      });
    }
    if (name !== 'record-clicks') {
      acknowledge(fn, {
        'Serverless-LambdaDLQ':
          'Never called asynchronously: the API, the state machine, the mapping or the operator sees each error itself.',
      });
    }
  }
}

function acknowledgeFiles(files: Files, functions: Functions): void {
  const bucket = logicalId(files.bucket);
  for (const [name, fn] of functions.all()) {
    const access: FileAccess | undefined = FILE_ACCESS[name];
    if (access === undefined || fn.role === undefined) continue;
    const prefixes = new Set([...access.read, ...access.write, ...access.remove]);
    acknowledge(
      fn.role,
      Object.fromEntries(
        [...prefixes].map((prefix) => [
          `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${prefix}*]`,
          'Files are named when they come: a function is given the families of files that file-access.ts lists.',
        ]),
      ),
    );
  }
}

function acknowledgeEvents(events: Events, functions: Functions, schedules: Schedules): void {
  const deadLetters = [functions.lostClicks, schedules.deadLetters, ...events.consumers.map((c) => c.deadLetters)];
  for (const queue of deadLetters) {
    acknowledge(queue, {
      'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself: an alarm watches it, a person redrives it.',
    });
  }
  acknowledge(schedules.deadLetters, {
    'AwsSolutions-SQS3': 'It is the dead-letter queue of the schedules, a kind of source the rule does not look at.',
  });
  for (const name of ['evaluate-triggers', 'project-statistics', 'send-emails', 'run-jobs'] as const) {
    acknowledge(functions.get(name), {
      'Serverless-LambdaEventSourceMappingDestination':
        'A mapping of a queue has no destination: the queue hands failed messages to its dead-letter queue.',
    });
  }
  const relay = functions.get('relay');
  if (relay.role !== undefined) {
    acknowledge(relay.role, {
      [`AwsSolutions-IAM5[Resource::<${logicalId(events.lostRecords)}.Arn>/aws/lambda/*]`]:
        'Lambda itself names the objects of failed records below this prefix.',
    });
  }
}

function acknowledgeBilling(billing: Billing): void {
  for (const machine of [billing.run, billing.month]) {
    acknowledge(machine.role, {
      'AwsSolutions-IAM5[Resource::*]': 'Delivery of logs (logs:*LogDelivery) and X-Ray know no resources.',
    });
  }
}

function acknowledgeEdge({ stage, secrets, login, api, hosting }: Acknowledged): void {
  acknowledge(api, {
    'AwsSolutions-APIG4':
      'Keys and tokens are checked in the functions (architecture): an authorizer has fixed error bodies, one per route.',
  });
  acknowledge(login.pool, {
    'AwsSolutions-COG2':
      'A second factor is offered and not required: partners join many programs, and a hurdle would keep them away.',
    'AwsSolutions-COG8': 'The Plus plan costs per active user; the plan can be changed at any time.',
  });
  acknowledge(secrets.click, {
    'AwsSolutions-SMG4':
      'A new key makes the click ids under way worthless; docs/deploy.md says when and how to change it.',
  });
  acknowledge(secrets.mailedLinks, {
    'AwsSolutions-SMG4':
      'A new key makes the links under way worthless, for hours or days; docs/deploy.md says how to change it.',
  });
  acknowledge(secrets.payments, {
    'AwsSolutions-SMG4': 'Stripe and PayPal issue these credentials: they are changed there first (docs/deploy.md).',
  });
  acknowledge(hosting.distribution, {
    'AwsSolutions-CFR1': 'Links are opened everywhere; a country is no reason to refuse a visitor.',
    ...(stage.domain === undefined
      ? {
          'AwsSolutions-CFR4':
            "CloudFront's own certificate fixes TLSv1; with a domain of one's own it is TLSv1.2_2021.",
        }
      : {}),
    ...(stage.webAclArn === undefined
      ? {
          'AwsSolutions-CFR2':
            'A web ACL costs a fixed price a month, so a stage may go without; FairshareEdge makes one (docs/deploy.md).',
        }
      : {}),
  });
}

/** The function that copies the built site is CDK's own: it runs during a deployment only and cannot be configured. */
function acknowledgeSiteContent(content: SiteContent, hosting: Hosting): void {
  const ours = "CDK's own function copies the site during a deployment; its role, runtime and settings are CDK's.";
  const assets = `cdk-hnb659fds-assets-<AWS::AccountId>-${Stack.of(content).region}`;
  acknowledge(content.copier, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]': ours,
    'AwsSolutions-IAM5[Action::s3:GetBucket*]': ours,
    'AwsSolutions-IAM5[Action::s3:GetObject*]': ours,
    'AwsSolutions-IAM5[Action::s3:List*]': ours,
    'AwsSolutions-IAM5[Action::s3:Abort*]': ours,
    'AwsSolutions-IAM5[Action::s3:DeleteObject*]': ours,
    [`AwsSolutions-IAM5[Resource::arn:aws:s3:::${assets}/*]`]: 'It reads the assets of this deployment.',
    [`AwsSolutions-IAM5[Resource::<${logicalId(hosting.site)}.Arn>/*]`]: 'It writes the files of the site.',
    'AwsSolutions-IAM5[Resource::*]': 'CDK lets it invalidate the CDN without naming the distribution.',
    'AwsSolutions-L1': ours,
    'Serverless-LambdaLatestVersion': ours,
    'Serverless-LambdaTracing': ours,
    'Serverless-LambdaDLQ': 'CloudFormation calls it and sees each error: the deployment fails.',
  });
}

/** The exact id of a finding, and why it is accepted. */
function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(findings).map(([id, reason]) => ({ id, reason })));
}

function logicalId(bucket: IConstruct): string {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} is no bucket.`);
  return Stack.of(bucket).getLogicalId(resource);
}
