import { states, task, template } from './machines.ts';
import { arn } from './template.ts';
import { world } from './world.ts';

describe('A definition that cannot be run as it would on AWS', () => {
  it.each([
    [
      'JSONata',
      { ...states('P', { P: { Type: 'Pass', End: true } }), QueryLanguage: 'JSONata' },
      /Machine.*JSONPath only/,
    ],
    ['variables', states('P', { P: { Type: 'Pass', Assign: { a: 1 }, End: true } }), /state "P".*Assign/],
    [
      'a distributed Map',
      states('M', {
        M: {
          Type: 'Map',
          ItemProcessor: {
            ...states('X', { X: { Type: 'Pass', End: true } }),
            ProcessorConfig: { Mode: 'DISTRIBUTED' },
          },
          End: true,
        },
      }),
      /state "M".*INLINE/,
    ],
    [
      'an item reader',
      states('M', {
        M: { Type: 'Map', ItemReader: {}, ItemProcessor: states('X', { X: { Type: 'Pass', End: true } }), End: true },
      }),
      /ItemReader/,
    ],
    [
      'a callback',
      states('T', { T: task('Draft', { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', End: true }) }),
      /waitForTaskToken/,
    ],
    ['a heartbeat', states('T', { T: task('Draft', { HeartbeatSeconds: 5, End: true }) }), /HeartbeatSeconds/],
    [
      'another service',
      states('T', { T: task('Draft', { Resource: 'arn:aws:states:::sqs:sendMessage', End: true }) }),
      /sqs:sendMessage/,
    ],
    ['a filter in a path', states('P', { P: { Type: 'Pass', InputPath: '$.a[?(@.b)]', End: true } }), /state "P"/],
    ['an unknown type', states('P', { P: { Type: 'Jump', End: true } }), /type Jump/],
    ['a Next that does not exist', states('P', { P: { Type: 'Pass', Next: 'Q' } }), /there is no state "Q"/],
    ['a state without an end', states('P', { P: { Type: 'Pass' } }), /either Next or "End"/],
    [
      'an intrinsic function that does not exist',
      states('P', { P: { Type: 'Pass', Parameters: { 'a.$': 'States.Sum(1)' }, End: true } }),
      /States\.Sum/,
    ],
  ])('stops the start, by name, for %s', async (_case, definition, message) => {
    await expect(world(template(definition))).rejects.toThrow(message);
  });

  it('stops the start for an express machine, an unfilled hole, and a role that may not invoke', async () => {
    const definition = states('T', { T: task('Draft', { End: true }) });
    await expect(world(template(definition, { StateMachineType: 'EXPRESS' }))).rejects.toThrow(/EXPRESS/);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a hole of the definition, not of this file.
    const holed = states('T', { T: { ...task('Draft', { End: true }), Resource: '${draftArn}' } });
    await expect(world(template(holed))).rejects.toThrow(/nothing fills the hole \$\{draftArn\}/);
    await world(template(holed, { DefinitionSubstitutions: { draftArn: arn('function', 'Draft') } }));
    await expect(
      world(template(definition), { allows: (action) => action !== 'lambda:InvokeFunction' }),
    ).rejects.toThrow(/state machine Machine.*lambda:InvokeFunction/);
  });
});
