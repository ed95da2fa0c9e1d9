import { randomInt, randomUUID } from 'node:crypto';
import { AwsFailure, authorise, optional, required, targetEndpoint } from './aws-answers.ts';
import type { Journal, Kernel, Resource } from './contract.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { JsonObject, Loose } from './values.ts';
import {
  columnNumber,
  columnText,
  flagAt,
  isJsonObject,
  isObject,
  numberAt,
  objectAt,
  textAt,
  tryJson,
} from './values.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

function pick(from: string): string {
  return from.charAt(randomInt(from.length));
}

/** A password as GenerateSecretString describes it: one of each kind at least, unless that is switched off. */
export function generatePassword(options: Loose): string {
  const excluded = new Set(textAt(options, 'ExcludeCharacters') ?? '');
  const kinds = [
    flagAt(options, 'ExcludeLowercase') ? '' : LOWER,
    flagAt(options, 'ExcludeUppercase') ? '' : UPPER,
    flagAt(options, 'ExcludeNumbers') ? '' : DIGITS,
    flagAt(options, 'ExcludePunctuation') ? '' : PUNCTUATION,
    flagAt(options, 'IncludeSpace') ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !excluded.has(character)).join(''))
    .filter((kind) => kind !== '');
  const length = numberAt(options, 'PasswordLength') ?? 32;
  if (kinds.length === 0) throw new Error('GenerateSecretString excludes every character');
  const each = options['RequireEachIncludedType'] === undefined || flagAt(options, 'RequireEachIncludedType');
  const password = each ? kinds.map(pick).slice(0, length) : [];
  const all = kinds.join('');
  while (password.length < length) password.splice(randomInt(password.length + 1), 0, pick(all));
  return password.join('');
}

/** What a secret holds before anybody has put something else into it. */
function firstValue({ id, properties }: Resource): string | undefined {
  const given = textAt(properties, 'SecretString');
  if (given !== undefined) return given;
  if (!isObject(properties['GenerateSecretString'])) return undefined;
  const options = objectAt(properties, 'GenerateSecretString');
  const password = generatePassword(options);
  const key = textAt(options, 'GenerateStringKey');
  if (key === undefined) return password;
  const template = tryJson(textAt(options, 'SecretStringTemplate') ?? '{}');
  if (!isJsonObject(template)) throw new Error(`secret ${id}: SecretStringTemplate is no JSON object`);
  return JSON.stringify({ ...template, [key]: password });
}

/** The secrets of the template: made once, kept in the journal, readable by the roles that may. */
export function startSecrets(kernel: Kernel, parts: MessagingParts): void {
  const { stack, journal, clock } = kernel;
  journal.schema(`CREATE TABLE IF NOT EXISTS secrets (
    id TEXT NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL, stage TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (id, version))`);
  const put = (id: string, version: string, value: string): void =>
    journal.transaction(() => {
      journal.run("DELETE FROM secrets WHERE id = ? AND stage = 'AWSPREVIOUS'", id);
      journal.run("UPDATE secrets SET stage = 'AWSPREVIOUS' WHERE id = ?", id);
      const sql =
        "INSERT OR REPLACE INTO secrets (id, version, value, stage, created) VALUES (?, ?, ?, 'AWSCURRENT', ?)";
      journal.run(sql, id, version, value, clock.now());
    });
  for (const resource of stack.ofType('AWS::SecretsManager::Secret')) {
    if (journal.all('SELECT 1 FROM secrets WHERE id = ?', resource.id).length > 0) continue;
    const value = firstValue(resource);
    if (value !== undefined) put(resource.id, randomUUID(), value);
  }
  const secretOf = (input: JsonObject): { readonly id: string; readonly arn: string; readonly name: string } => {
    const given = required(input, 'SecretId');
    const id = stack.find(given);
    const resource = id === undefined ? undefined : stack.resources.get(id);
    if (resource?.type !== 'AWS::SecretsManager::Secret') {
      throw new AwsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    const arn = stack.reference(resource.id);
    const name = textAt(resource.properties, 'Name') ?? (arn.split(':').at(-1) ?? '').replace(/-[A-Za-z0-9]{6}$/, '');
    return { id: resource.id, arn, name };
  };
  const endpoint = targetEndpoint('secretsmanager', {
    GetSecretValue: (input, caller) => {
      const { id, arn, name } = secretOf(input);
      authorise(caller, 'secretsmanager:GetSecretValue', [arn]);
      const [version, stage] = [optional(input, 'VersionId'), optional(input, 'VersionStage') ?? 'AWSCURRENT'];
      const [row] =
        version === undefined
          ? journal.all('SELECT * FROM secrets WHERE id = ? AND stage = ?', id, stage)
          : journal.all('SELECT * FROM secrets WHERE id = ? AND version = ?', id, version);
      if (row === undefined) {
        const message = `Secrets Manager can't find the specified secret value for staging label: ${stage}`;
        throw new AwsFailure('ResourceNotFoundException', message);
      }
      return {
        ARN: arn,
        Name: name,
        VersionId: columnText(row, 'version'),
        SecretString: columnText(row, 'value'),
        VersionStages: [columnText(row, 'stage')],
        CreatedDate: columnNumber(row, 'created') / 1000,
      };
    },
    PutSecretValue: (input, caller) => {
      const { id, arn, name } = secretOf(input);
      authorise(caller, 'secretsmanager:PutSecretValue', [arn]);
      const version = optional(input, 'ClientRequestToken') ?? randomUUID();
      put(id, version, required(input, 'SecretString'));
      return { ARN: arn, Name: name, VersionId: version, VersionStages: ['AWSCURRENT'] };
    },
  });
  parts.registerEndpoint('secretsmanager', endpoint);
}

/** The current value of a secret of the template, for the stand-ins that must sign as its real owner does. */
export const currentSecret = (journal: Journal, id: string): string | undefined => {
  const [row] = journal.all("SELECT value FROM secrets WHERE id = ? AND stage = 'AWSCURRENT'", id);
  const value = row?.['value'];
  return typeof value === 'string' ? value : undefined;
};
