import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Fn, Stack } from 'aws-cdk-lib/core';
import type { TsFunction } from './ts-function.ts';

/** Lets a function send mail from one address, whether SES has verified the address or its domain. */
export function allowMail(fn: TsFunction, from: string): void {
  const domain = Fn.select(1, Fn.split('@', from));
  const identity = (name: string) =>
    Stack.of(fn).formatArn({ service: 'ses', resource: 'identity', resourceName: name });
  fn.addEnvironment('MAIL_FROM', from);
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [identity(from), identity(domain)],
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    }),
  );
}
