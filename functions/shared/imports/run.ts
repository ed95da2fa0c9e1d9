import { createHash } from 'node:crypto';
import { Failure } from '../../../domain/errors.ts';
import type {
  ImportedRecord,
  ImportKind,
  ImportSource,
  PartnerRef,
  SkipReason,
} from '../../../domain/imports/records.ts';
import type { Outcome } from '../../../domain/imports/tally.ts';
import { claimSpelling, readClaim } from '../../../table/claims.ts';
import { type Imported, importedAt, noteImported } from '../../../table/imported.ts';
import { claimKey } from '../../../table/keys.ts';
import { findPartnership, partnershipNamed } from '../../../table/partner-names.ts';
import { getStanding } from '../../../table/partnerships.ts';
import type { Schema } from '../contract.ts';
import type { PartnershipDeps } from '../found-partners.ts';
import type { CustomerDeps } from '../new-customers.ts';
import type { LinkDeps } from '../new-links.ts';
import { read } from '../problems.ts';

/** What importing works with: the use cases are those of the API. */
export interface ImportDeps extends CustomerDeps, PartnershipDeps, LinkDeps {}

/** One import. */
export interface Import {
  readonly key: string;
  readonly program: string;
  readonly source: ImportSource;
  /** Nothing is made: what would be made is only noted for a day, so that later rows can refer to it. */
  readonly dry: boolean;
  readonly now: number;
  /** On whose behalf. */
  readonly actor: string;
  /** The currency of the program. */
  readonly currency: string;
  /** The merchant's own host on which old addresses go on leading. */
  readonly linkHost?: string | undefined;
  /** Groups of ours by the names that the other system has for them. */
  readonly groups: Readonly<Record<string, string>>;
}

/** What became of a record, or of a group that it needed. */
export interface Applied {
  readonly kind: ImportKind | 'groups';
  readonly outcome: Outcome;
}

const DRY_RUN_KEPT_SECONDS = 24 * 60 * 60;

/** A partner as a record names it. */
export interface KnownPartner {
  readonly key: string;
  readonly active: boolean;
}

/** A partner that a dry run would have made. */
const PLANNED: KnownPartner = { key: '', active: true };

/** What rows of an import may be named by. */
export type NameKind = ImportKind | 'groups';

const hashed = (name: string): string => createHash('sha256').update(name).digest('base64url');

/** A row of an import at work: what it knows of others, and what it leaves for them. */
export class Row {
  readonly deps: ImportDeps;
  readonly job: Import;
  /** Which row this is; a row that is applied again after a crash is known by it. */
  readonly #by: string;

  constructor(deps: ImportDeps, job: Import, list: string, line: number) {
    this.deps = deps;
    this.job = job;
    this.#by = `${job.key}#${list}#${line}`;
  }

  #place(kind: NameKind, name: string, dry: boolean) {
    const scope = dry ? this.job.key : `${this.job.program}#${this.job.source}`;
    return { scope, kind, name: hashed(name) };
  }

  /** What is known under a name; in a dry run also what earlier rows would have made. */
  async known(kind: NameKind, name: string): Promise<Imported | undefined> {
    const found = this.job.dry ? await importedAt(this.deps.store, this.#place(kind, name, true)) : undefined;
    return found ?? importedAt(this.deps.store, this.#place(kind, name, false));
  }

  /** Notes that a thing of the other system is this one of ours. */
  async note(kind: NameKind, name: string, target: string, made: boolean): Promise<void> {
    const { store } = this.deps;
    const place = this.#place(kind, name, this.job.dry);
    const before = await importedAt(store, place);
    const by = made ? this.#by : before?.by;
    if (before !== undefined && before.target === target && before.by === by) return;
    const expires = this.job.dry ? Math.ceil(this.job.now / 1000) + DRY_RUN_KEPT_SECONDS : undefined;
    const after = { ...place, target, ...(by === undefined ? {} : { by }) };
    await store.write(noteImported(before, after, expires));
  }

  /** Says before something is made that this row makes it, so that it is known after a crash who has. */
  begin(kind: NameKind, name: string): Promise<void> {
    return this.note(kind, name, '', true);
  }

  /** What is there: this row made it, before it was cut off, or somebody else did. */
  async there(kind: NameKind, name: string): Promise<Outcome> {
    const entry = await this.known(kind, name);
    return { result: entry?.by === this.#by ? 'made' : 'exists' };
  }

  /** The partner that a record names, by any of its names. */
  async partner(ref: PartnerRef): Promise<KnownPartner | undefined> {
    for (const find of [
      () => this.#partnerByName('EMAIL', ref.email),
      () => this.#partnerByName('KEY', ref.key),
      () => this.#partnerById(ref.id),
      () => this.#partnerByToken(ref.token),
    ]) {
      const found = await find();
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #partnerByName(kind: 'EMAIL' | 'KEY', name: string | undefined): Promise<KnownPartner | undefined> {
    if (name === undefined) return undefined;
    const spelled = kind === 'EMAIL' ? `email:${name.toLowerCase()}` : `key:${name}`;
    if (await this.#isPlanned('partners', spelled)) return PLANNED;
    const { store } = this.deps;
    if (kind === 'KEY') return this.#standing((await findPartnership(store, this.job.program, name))?.key);
    return this.#standing(await partnershipNamed(store, this.job.program, 'EMAIL', name));
  }

  async #partnerById(id: string | undefined): Promise<KnownPartner | undefined> {
    const entry = id === undefined ? undefined : await this.known('partners', `id:${id}`);
    if (entry === undefined) return undefined;
    return this.job.dry && entry.target === '' ? PLANNED : this.#standing(entry.target);
  }

  async #partnerByToken(token: string | undefined): Promise<KnownPartner | undefined> {
    if (token === undefined) return undefined;
    const spelled = claimSpelling('referral', token);
    if (await this.#isPlanned('links', spelled)) return PLANNED;
    const item = await this.deps.store.get(claimKey(this.job.program, 'referral', spelled));
    return this.#standing(item === undefined ? undefined : readClaim(item).partnership);
  }

  /** Whether an earlier row of a dry run would have made it. */
  async #isPlanned(kind: NameKind, name: string): Promise<boolean> {
    return this.job.dry && (await this.known(kind, name))?.target === '';
  }

  async #standing(key: string | undefined): Promise<KnownPartner | undefined> {
    const standing = key === undefined || key === '' ? undefined : await getStanding(this.deps.store, key);
    if (standing === undefined || standing.program !== this.job.program) return undefined;
    return { key: standing.key, active: standing.status === 'active' };
  }
}

/** A record that is left out. */
export const skipped = (reason: SkipReason, detail: string): Extract<Outcome, { result: 'skipped' }> => ({
  result: 'skipped',
  reason,
  detail,
});

export const PARTNER_UNKNOWN = skipped('partner_unknown', 'Its partner is not here: it was skipped or never imported.');
export const PARTNER_INACTIVE = skipped('partner_inactive', 'Its partner is not active here.');

const REASONS: Readonly<Record<string, SkipReason>> = {
  unknown_tag: 'tag_unknown',
  other_program: 'other_program',
  email_taken: 'differs',
  partner_key_taken: 'partner_key_taken',
  slug_taken: 'slug_taken',
  links: 'too_many_links',
  destination_missing: 'no_destination',
  partnership_inactive: 'partner_inactive',
  currency_mismatch: 'other_currency',
};

/** The refusal of a use case as the outcome of a row. @throws what is no refusal, or may succeed later. */
export const refusal = (error: unknown): Outcome & { readonly result: 'skipped' } => {
  if (!(error instanceof Failure) || error.code === 'busy' || error.code === 'internal') throw error;
  const named = REASONS[error.details.reason ?? ''];
  const reason = named ?? (error.code === 'conflict' ? 'differs' : 'not_valid');
  return { result: 'skipped', reason, detail: error.message };
};

/** What the API would say of the same content; undefined when it would take it. */
export const invalid = (schema: Schema, body: Readonly<Record<string, unknown>>): Outcome | undefined => {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const reading = read(schema, given);
  if (reading.ok) return undefined;
  const [problem] = reading.problems;
  return skipped('not_valid', `${problem?.param ?? ''} ${problem?.message ?? ''}`.trim());
};

/** How one kind of record is applied. */
export type Apply<R extends ImportedRecord> = (row: Row, record: R) => Promise<readonly Applied[]>;
