import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import type { TsFunction } from './ts-function.ts';

/** What the operator fills in after the first deployment (docs/deploy.md). */
const PAYMENTS_TEMPLATE = {
  stripe_key: 'sk_fill_in',
  paypal_client_id: 'fill_in',
  paypal_secret: 'fill_in',
  paypal_webhook_id: 'fill_in',
} as const;

/** The secrets of a stage: the key that signs click ids, that of mailed links, and the credentials of the payment providers. */
export class Secrets extends Construct {
  readonly click: Secret;
  readonly payments: Secret;
  readonly mailedLinks: Secret;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.click = new Secret(this, 'Click', {
      description: 'Signs click ids',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    });
    this.mailedLinks = new Secret(this, 'MailedLinks', {
      description: 'Makes the tokens of mailed links',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    });
    this.payments = new Secret(this, 'Payments', {
      description: 'Credentials of Stripe and PayPal, to be filled in by the operator',
      generateSecretString: {
        secretStringTemplate: JSON.stringify(PAYMENTS_TEMPLATE),
        // Random until it is filled in: with a known placeholder anybody could sign a webhook of Stripe's.
        generateStringKey: 'stripe_webhook_secret',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: stage.removalPolicy,
    });
  }

  /** Lets a function read the key of click ids. */
  allowClick(fn: TsFunction): void {
    allowRead(fn, 'CLICK_SECRET_ARN', this.click);
  }

  /** Lets a function make the tokens of mailed links. */
  allowMailedLinks(fn: TsFunction): void {
    allowRead(fn, 'MAILED_LINKS_SECRET_ARN', this.mailedLinks);
  }

  /** Lets a function read the providers' credentials. */
  allowPayments(fn: TsFunction): void {
    allowRead(fn, 'PAYMENTS_SECRET_ARN', this.payments);
  }
}

function allowRead(fn: TsFunction, variable: string, secret: Secret): void {
  fn.addEnvironment(variable, secret.secretArn);
  fn.addToRolePolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  );
}
