import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AccessLogs } from './access-logs.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { Api } from './api.ts';
import { Billing } from './billing.ts';
import { Events } from './events.ts';
import { Files } from './files.ts';
import { Functions } from './functions.ts';
import { Hosting } from './hosting.ts';
import { Login } from './login.ts';
import { allowMail } from './mail.ts';
import { Schedules } from './schedules.ts';
import { Secrets } from './secrets.ts';
import { SiteContent } from './site-content.ts';
import type { Stage } from './stage.ts';
import { SingleTable } from './table.ts';
import { Watch } from './watch.ts';

interface FairshareStackProps extends StackProps {
  readonly stage: Stage;
  /** Folder of the built console; without it the bucket stays empty. */
  readonly site?: string | undefined;
}

/** The whole product in one stack: each construct is one concern, this file shows how they fit together. */
export class FairshareStack extends Stack {
  constructor(scope: Construct, id: string, props: FairshareStackProps) {
    super(scope, id, props);
    const { stage } = props;
    const parameters = this.parameters();

    const accessLogs = new AccessLogs(this, 'AccessLogs', stage);
    const table = new SingleTable(this, 'Table', stage);
    const files = new Files(this, 'Files', { stage, accessLogs });
    const secrets = new Secrets(this, 'Secrets', stage);
    const login = new Login(this, 'Login', { stage, givenUrl: parameters.loginUrl });
    const api = new Api(this, 'Api', stage);
    const ownFiles = `https://${files.bucket.bucketRegionalDomainName}`;
    const filesUrl = this.given('HasFilesUrl', parameters.filesUrl, ownFiles);
    const hosting = new Hosting(this, 'Hosting', {
      stage,
      accessLogs,
      apiHost: api.host,
      loginUrl: login.url,
      filesUrl,
    });
    const publicUrl = this.given('HasPublicUrl', parameters.publicUrl, hosting.url);
    // The last one is the development server of the console (docs/console.md).
    const client = login.addConsole(
      stage.name === 'dev' ? [publicUrl, 'http://127.0.0.1:4000', 'http://127.0.0.1:5173'] : [publicUrl],
    );
    const siteContent =
      props.site === undefined
        ? undefined
        : new SiteContent(this, 'SiteContent', {
            ...{ hosting, build: props.site },
            settings: {
              ...{ url: publicUrl, login: login.url, client: client.userPoolClientId },
              ...{ files: filesUrl, sign_up: parameters.selfSignUp },
            },
          });
    const functions = new Functions(this, 'Functions', {
      ...{ stage, table, files, secrets, publicUrl, ...parameters.providers },
      ...{ login, selfSignUp: parameters.selfSignUp },
      ...{ cdnHost: hosting.distribution.distributionDomainName, nameServers: parameters.nameServers },
    });
    api.serve(functions);
    allowMail(functions.get('send-emails'), parameters.mailFrom);
    const events = new Events(this, 'Events', { stage, table, functions, accessLogs });
    const billing = new Billing(this, 'Billing', { stage, functions });
    const schedules = new Schedules(this, 'Schedules', billing.run);
    const watch = new Watch(this, 'Watch', { stage, api, functions, table, events, billing, schedules });
    acknowledgeFindings({
      stage,
      files,
      secrets,
      login,
      api,
      hosting,
      siteContent,
      functions,
      events,
      billing,
      schedules,
    });

    this.output('ApiUrl', api.http.apiEndpoint);
    this.output('SiteUrl', hosting.url);
    this.output('CdnDomain', hosting.distribution.distributionDomainName);
    this.output('SiteBucket', hosting.site.bucketName);
    this.output('FilesBucket', files.bucket.bucketName);
    this.output('TableName', table.table.tableName);
    this.output('OperatorFunction', functions.get('operator').functionName);
    this.output('LoginAddress', login.url);
    this.output('UserPoolId', login.pool.userPoolId);
    this.output('ConsoleClientId', client.userPoolClientId);
    this.output('BillingMonthArn', billing.month.stateMachineArn);
    this.output('ClickSecretArn', secrets.click.secretArn);
    this.output('PaymentsSecretArn', secrets.payments.secretArn);
    this.output('AlarmTopicArn', watch.topic.topicArn);
  }

  private parameters() {
    const parameter = (id: string, description: string, value: string) =>
      new CfnParameter(this, id, { type: 'String', description, default: value }).valueAsString;
    return {
      publicUrl: parameter('PublicUrl', 'Base of links and documentation; empty means the address of this stack', ''),
      loginUrl: parameter('LoginUrl', 'Base address of the login pages; empty means those of the user pool', ''),
      filesUrl: parameter('FilesUrl', 'Origin of files for browsers; empty means that of their bucket', ''),
      selfSignUp: parameter('SelfSignUp', 'Whether merchants may sign up by themselves: on or off', 'off'),
      mailFrom: parameter('MailFrom', 'Sender of all mail, verified in SES', 'partners@example.com'),
      nameServers: parameter(
        'DnsServers',
        'Name servers that are asked about link domains; empty means those of the system',
        '',
      ),
      providers: {
        stripeUrl: parameter('StripeUrl', 'Base address of Stripe', 'https://api.stripe.com'),
        paypalUrl: parameter('PaypalUrl', 'Base address of PayPal', 'https://api-m.paypal.com'),
        systemUrls: {
          PARTNERSTACK_URL: parameter(
            'PartnerStackUrl',
            'Base address of PartnerStack, for imports',
            'https://api.partnerstack.com/api/v2',
          ),
          REWARDFUL_URL: parameter(
            'RewardfulUrl',
            'Base address of Rewardful, for imports',
            'https://api.getrewardful.com/v1',
          ),
          FIRSTPROMOTER_URL: parameter(
            'FirstPromoterUrl',
            'Base address of FirstPromoter, for imports',
            'https://api.firstpromoter.com/api/v2/company',
          ),
        },
      },
    };
  }

  /** What a parameter says, or what the stack has itself. */
  private given(id: string, given: string, own: string): string {
    const condition = new CfnCondition(this, id, {
      expression: Fn.conditionNot(Fn.conditionEquals(given, '')),
    });
    return Fn.conditionIf(condition.logicalId, given, own).toString();
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}
