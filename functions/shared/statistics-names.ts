import { partnerName } from '../../domain/partner-names.ts';
import { partsOfLinkSubject, type Reported } from '../../domain/statistics.ts';
import { groups } from '../../table/definitions.ts';
import { getLink, type Link } from '../../table/links.ts';
import type { Store } from '../../table/store.ts';
import { profilesOf } from './billing-views.ts';
import { linkView } from './link-view.ts';
import { inParallel } from './parallel.ts';

/** What a subject of figures is called; null where it is gone, or has no name. */
export interface SubjectName {
  /** The key of the partnership, link or group. */
  readonly key: string;
  readonly name: string | null;
  readonly partnership_key: string | null;
  readonly partner_key: string | null;
  readonly url: string | null;
}

type Subject = { readonly subject: string };

const partnershipNames = async <S extends Subject>(store: Store, subjects: readonly S[]) => {
  const profiles = await profilesOf(
    store,
    subjects.map(({ subject }) => subject),
  );
  return subjects.map((one): S & SubjectName => {
    const profile = profiles.get(one.subject);
    const name = profile === undefined ? undefined : partnerName(profile);
    const known = { partner_key: profile?.partner_key ?? null, name: name ?? null, url: null };
    return { ...one, key: one.subject, partnership_key: one.subject, ...known };
  });
};

const linkNames = async <S extends Subject>(
  store: Store,
  publicUrl: string,
  program: string,
  subjects: readonly S[],
) => {
  const parts = subjects.map((one) => ({ one, ...partsOfLinkSubject(one.subject) }));
  const profiles = await profilesOf(
    store,
    parts.map(({ partnership }) => partnership),
  );
  const found = await inParallel(parts, ({ link }) => getLink(store, program, link));
  return parts.map(({ one, partnership, link }, index): S & SubjectName => {
    const stored: Link | undefined = found[index];
    const view = stored === undefined ? undefined : linkView(publicUrl, stored);
    const partner = { partnership_key: partnership, partner_key: profiles.get(partnership)?.partner_key ?? null };
    return { ...one, key: link, name: view?.name ?? view?.slug ?? null, url: view?.url ?? null, ...partner };
  });
};

const groupNames = async <S extends Subject>(store: Store, program: string, subjects: readonly S[]) => {
  const named = new Map((await groups.all(store, program)).map(({ key, name }) => [key, name]));
  return subjects.map((one): S & SubjectName => ({
    ...{ ...one, key: one.subject, name: named.get(one.subject) ?? null },
    ...{ partnership_key: null, partner_key: null, url: null },
  }));
};

/** Subjects with what they are called, in their order. */
export const withNames = async <S extends Subject>(
  { store, publicUrl }: { readonly store: Store; readonly publicUrl: string },
  program: string,
  by: Reported,
  subjects: readonly S[],
): Promise<readonly (S & SubjectName)[]> => {
  switch (by) {
    case 'partnership':
      return partnershipNames(store, subjects);
    case 'link':
      return linkNames(store, publicUrl, program, subjects);
    case 'group':
      return groupNames(store, program, subjects);
  }
};
