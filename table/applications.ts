import * as z from 'zod/mini';
import { APPLICATION_STATES, type ApplicationState, TRAPS } from '../domain/applications.ts';
import { Answer } from '../domain/form-fields.ts';
import { Bytes, decode, pack, unpack } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import {
  applicationEventKey,
  applicationKey,
  applicationNameKey,
  applicationsPartition,
  applicationsPartitions,
  listed,
} from './keys.ts';
import { shardOf } from './shards.ts';
import { absent, type Condition, type Item, type Store, unchanged, type Write } from './store.ts';
import { UploadedFile } from './uploads.ts';

/** A request to join a program: what was answered to which version of which form, and what became of it. */
export const Application = z.object({
  key: z.string(),
  program: z.string(),
  status: z.enum(APPLICATION_STATES),
  /** The group that it is for, whose form it answers. */
  group: z.string(),
  version: z.int(),
  email: z.string(),
  files: z.array(UploadedFile),
  /** The terms that were accepted, and when. */
  terms: z.optional(z.object({ url: z.string(), version: z.int(), accepted_at: z.int() })),
  /** The partnership that recruited the applicant. */
  recruiter: z.optional(z.string()),
  /** The site on which the form was embedded, when that was not ours. */
  page: z.optional(z.string()),
  trap: z.optional(z.enum(TRAPS)),
  /** How often the same address has applied again. */
  repeated: z.int(),
  partnership: z.optional(z.string()),
  reason: z.optional(z.string()),
  decided_at: z.optional(z.int()),
  decided_by: z.optional(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
  answers: z.record(z.string(), Answer),
});
export type Application = z.infer<typeof Application>;

const Stored = z.extend(Application, { answers: Bytes });

/** An application as the table holds it. */
export const applicationItem = ({ answers, ...application }: Application): Item => ({
  ...applicationKey(application.program, application.key),
  ...listed('APPLS', application.program, application.key),
  gsi2pk: applicationsPartition(application.program, application.status, shardOf(application.key)),
  gsi2sk: application.key,
  ...application,
  answers: pack(answers),
});

export const readApplication = (item: Item): Application => {
  const { answers, ...application } = decode(Stored, item);
  return decode(Application, { ...application, answers: unpack(answers) });
};

export const getApplication = async (store: Store, program: string, key: string): Promise<Application | undefined> => {
  const item = await store.get(applicationKey(program, key));
  return item === undefined ? undefined : readApplication(item);
};

/** The partitions of a program's applications in one state. */
export const applicationsIn = (program: string, state: ApplicationState): readonly string[] =>
  applicationsPartitions(program, state);

export const addApplication = (application: Application): Write & { kind: 'put' } => ({
  kind: 'put',
  item: applicationItem(application),
  condition: absent('application_exists'),
});

/** A changed application (`application_changed` when somebody else changed it since it was read). */
export const changeApplication = (before: Application, after: Application): Write & { kind: 'put' } => ({
  kind: 'put',
  item: applicationItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('application_changed', before.rev),
});

const Named = z.object({ application: z.string() });

/** The key of the latest application of an e-mail address, however it is capitalised. */
export const latestApplication = async (store: Store, program: string, email: string): Promise<string | undefined> => {
  const item = await store.get(applicationNameKey(program, email));
  return item === undefined ? undefined : decode(Named, item).application;
};

/** Makes an application the latest of its address (`application_named` when another one came between). */
export const nameApplication = (application: Application, before: string | undefined): Write & { kind: 'put' } => {
  const condition: Condition =
    before === undefined
      ? absent('application_named')
      : {
          name: 'application_named',
          expression: '#application = :before',
          names: { '#application': 'application' },
          values: { ':before': before },
        };
  const { program, email, key } = application;
  return { kind: 'put', item: { ...applicationNameKey(program, email), application: key }, condition };
};

/** What happens to an application, for the bus. */
export type ApplicationEvent = 'partnership.applied' | 'partnership.rejected';

/** Announces what happened to an application (`event_exists`). That it was approved is told of its partnership. */
export const announceApplication = (
  type: ApplicationEvent,
  application: string,
  fact: Fact,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...applicationEventKey(fact.program, application, fact.key),
    key: fact.key,
    program: fact.program,
    application,
    ...announcing(type, fact),
  },
  condition: absent('event_exists'),
});

/** An event of an application, as the bus carries it. */
export const ApplicationHappening = z.object({ key: z.string(), program: z.string(), application: z.string() });
