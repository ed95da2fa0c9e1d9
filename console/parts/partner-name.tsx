import { useEffect, useState } from 'preact/hooks';
import { href } from '../app/router.ts';
import { api } from '../session/person.ts';

interface Person {
  readonly email: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly company: string | null;
}

/** What a person is called: by name, else by company, else by e-mail address. */
export const nameOf = ({ first_name, last_name, company, email }: Person): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  if (name !== '') return name;
  return company === null || company === '' ? email : company;
};

/** A partner that is known already, as a link to its page, with its address below where that is not its name. */
export const NamedPartner = ({ of: partner }: { readonly of: Person & { readonly key: string } }) => {
  const name = nameOf(partner);
  return (
    <span>
      <a href={href(`/partners/${encodeURIComponent(partner.key)}`)}>{name}</a>
      {name === partner.email ? null : <span class="second-line">{partner.email}</span>}
    </span>
  );
};

/** Names of partners that were asked for: lists name the same ones again and again. */
const known = new Map<string, Promise<string>>();
const found = new Map<string, string>();

const askFor = (key: string): Promise<string> => {
  const asked =
    known.get(key) ?? api.get('/v2/partnerships/{partnership}', { params: { partnership: key } }).then(nameOf);
  known.set(key, asked);
  asked.then(
    (name) => found.set(key, name),
    // A name that could not be read is asked for again the next time.
    () => known.delete(key),
  );
  return asked;
};

/** A name that has been read already, for whoever cannot wait: a file of what is shown. */
export const foundName = (key: string | null): string | undefined => (key === null ? undefined : found.get(key));

interface PartnerNameProps {
  readonly of: string;
  /** The name, where it is known already. */
  readonly named?: string | undefined;
  /** What is shown until the name is there. */
  readonly until?: string | null;
}

const useName = ({ of: key, named, until }: PartnerNameProps): string | undefined => {
  const [asked, setName] = useState<string>();
  useEffect(() => {
    if (named !== undefined) return undefined;
    let current = true;
    askFor(key).then(
      (answered) => current && setName(answered),
      () => current && setName(until ?? key),
    );
    return () => {
      current = false;
    };
  }, [key, named]);
  return named ?? asked;
};

/** The name of a partner where no link may stand, such as in what opens something. */
export const PlainPartnerName = (props: PartnerNameProps) => <>{useName(props) ?? props.until ?? '…'}</>;

/** The name of a partner, as a link to its page. It takes as much room before it is known as most names need. */
export const PartnerName = (props: PartnerNameProps) => {
  const { of: key, until } = props;
  const name = useName(props);
  // A link of its own once the name is known: text that starts elsewhere is new, and has not moved.
  return (
    <a
      key={name === undefined ? 'until' : 'known'}
      class="partner-name"
      title={name}
      href={href(`/partners/${encodeURIComponent(key)}`)}
    >
      {name ?? until ?? '…'}
    </a>
  );
};
