import { openJournal } from '../../../local/journal.ts';
import { generatePassword } from '../../../local/secrets.ts';
import { arn, ROLE, type Template } from './template.ts';
import { world } from './world.ts';

const TEMPLATE: Template = {
  Role: ROLE,
  Click: ['AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } }],
  Payments: [
    'AWS::SecretsManager::Secret',
    { GenerateSecretString: { SecretStringTemplate: '{"stripe_key":"fill in"}', GenerateStringKey: 'unused' } },
  ],
  Fixed: ['AWS::SecretsManager::Secret', { SecretString: 'constant' }],
};
const get = 'secretsmanager.GetSecretValue';

describe('Secrets', () => {
  it('are made once, as the template describes them, and kept', async () => {
    const journal = openJournal(':memory:');
    const first = await world(TEMPLATE, { journal });
    const click = (await first.call('secretsmanager', get, { SecretId: arn('secret', 'Click') })).body;
    expect(click).toMatchObject({
      ARN: arn('secret', 'Click'),
      SecretString: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      VersionStages: ['AWSCURRENT'],
    });
    const payments = (await first.call('secretsmanager', get, { SecretId: arn('secret', 'Payments') })).body;
    expect(JSON.parse(String(payments['SecretString']))).toEqual({
      stripe_key: 'fill in',
      unused: expect.stringMatching(/^.{32}$/),
    });
    expect((await first.call('secretsmanager', get, { SecretId: arn('secret', 'Fixed') })).body['SecretString']).toBe(
      'constant',
    );
    await first.close();
    const second = await world(TEMPLATE, { journal });
    expect((await second.call('secretsmanager', get, { SecretId: arn('secret', 'Click') })).body).toEqual(click);
  });

  it('can be changed, and the value before can still be read', async () => {
    const { call } = await world(TEMPLATE);
    const SecretId = arn('secret', 'Fixed');
    const put = await call('secretsmanager', 'secretsmanager.PutSecretValue', { SecretId, SecretString: 'new' });
    expect((await call('secretsmanager', get, { SecretId })).body).toMatchObject({
      SecretString: 'new',
      VersionId: put.body['VersionId'],
    });
    expect((await call('secretsmanager', get, { SecretId, VersionStage: 'AWSPREVIOUS' })).body['SecretString']).toBe(
      'constant',
    );
  });

  it('are refused to roles that may not read them, and unknown ones by name', async () => {
    const { call } = await world(TEMPLATE, { allows: (_action, resource) => resource !== arn('secret', 'Click') });
    expect((await call('secretsmanager', get, { SecretId: arn('secret', 'Click') })).body['__type']).toBe(
      'AccessDeniedException',
    );
    expect((await call('secretsmanager', get, { SecretId: 'nothing' })).body['__type']).toBe(
      'ResourceNotFoundException',
    );
    expect((await call('secretsmanager', 'secretsmanager.RotateSecret', {})).body['__type']).toBe(
      'UnknownOperationException',
    );
  });

  it('have a character of each kind that is wanted and none that is not', () => {
    for (let round = 0; round < 50; round += 1) {
      expect(generatePassword({ PasswordLength: 8 })).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{8}$/);
      expect(generatePassword({ ExcludeCharacters: '"@/\\', ExcludeNumbers: true })).toMatch(/^[^"@/\\\d]{32}$/);
    }
  });
});
