import { AccountRecovery, FeaturePlan, Mfa, OAuthScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Aws, CfnCondition, Duration, Fn, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import type { TsFunction } from './ts-function.ts';

/** What functions/shared/logins.ts asks of the pool. */
const ACCOUNT_ACTIONS = [
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:AdminUpdateUserAttributes',
  'cognito-idp:AdminUserGlobalSignOut',
] as const;

interface LoginProps {
  readonly stage: Stage;
  /** Where the login pages are; empty means those of the user pool itself. */
  readonly givenUrl: string;
}

/** The logins of merchants' teams and partners. Who may do what is looked up in the table, not put into tokens. */
export class Login extends Construct {
  readonly pool: UserPool;
  /** Where the browser signs in and fetches tokens. */
  readonly url: string;
  private console: UserPoolClient | undefined;

  constructor(scope: Construct, id: string, { stage, givenUrl }: LoginProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Users', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false, // Accounts come from applications and invitations.
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // Whoever wants a second factor sets it up; required of everybody, partners would stay away (docs/decisions.md).
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: stage.protectData,
      removalPolicy: stage.removalPolicy,
    });
    // The account id makes the prefix unique, which it has to be in the whole region.
    const prefix = `fairshare-${stage.name}-${Aws.ACCOUNT_ID}`;
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: prefix } });
    const own = `https://${prefix}.auth.${Stack.of(this).region}.amazoncognito.com`;
    const given = new CfnCondition(Stack.of(this), 'HasLoginUrl', {
      expression: Fn.conditionNot(Fn.conditionEquals(givenUrl, '')),
    });
    this.url = Fn.conditionIf(given.logicalId, givenUrl, own).toString();
  }

  /** Lets a function know whose tokens to take. */
  allowTokens(fn: TsFunction): void {
    if (this.console === undefined) throw new Error('Add the console before the functions that know its tokens.');
    fn.addEnvironment('LOGIN_ISSUER', this.pool.userPoolProviderUrl);
    fn.addEnvironment('LOGIN_CLIENT_ID', this.console.userPoolClientId);
  }

  /** Lets a function make accounts and change them; it cannot list, disable or delete any. */
  allowAccounts(fn: TsFunction): void {
    fn.addEnvironment('LOGIN_POOL_ID', this.pool.userPoolId);
    fn.addToRolePolicy(new PolicyStatement({ actions: [...ACCOUNT_ACTIONS], resources: [this.pool.userPoolArn] }));
  }

  /** The console's client: a public one, so authorization code with PKCE and no secret. Each page takes its own codes. */
  addConsole(bases: readonly string[]): UserPoolClient {
    const urls = bases.flatMap((base) => ['/', '/console/', '/portal/', '/account/'].map((page) => base + page));
    this.console = this.pool.addClient('Console', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: urls,
        logoutUrls: bases.map((base) => `${base}/`),
      },
    });
    return this.console;
  }
}
