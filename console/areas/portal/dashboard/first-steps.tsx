import { href } from '../../../app/router.ts';
import { AccountLink } from '../../../parts/account-link.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { dashboard } from './texts.ts';

/** What a new partner has done already. */
export interface Begun {
  readonly link: boolean;
  readonly share: boolean;
  readonly method: boolean;
  readonly tax: boolean;
}

const STEPS = [
  { name: 'link', to: '/links', account: false },
  { name: 'share', to: '/links', account: false },
  { name: 'method', to: '/payments/method', account: true },
  { name: 'tax', to: '/account/tax', account: true },
] as const;

/** What to do next, until everything is done. */
export const FirstSteps = ({ begun }: { readonly begun: Begun }) => {
  const { t } = dashboard;
  const open = STEPS.filter(({ name }) => !begun[name]);
  if (open.length === 0) return null;
  return (
    <Card title={t.begin}>
      <p class="muted">{t.beginText(open.length)}</p>
      <ol class="steps">
        {STEPS.map(({ name, to, account }) => (
          <li key={name} class={begun[name] ? 'step step-done' : 'step'}>
            <Badge kind={begun[name] ? 'good' : 'neutral'}>{begun[name] ? t.done : t.open}</Badge>
            {account ? <AccountLink to={to}>{t.steps[name]}</AccountLink> : <a href={href(to)}>{t.steps[name]}</a>}
          </li>
        ))}
      </ol>
    </Card>
  );
};
