import { at, Pages } from '../../../parts/pages.tsx';
import { Right } from '../../../parts/right.tsx';
import { AuditLog } from './audit-log.tsx';
import { Billing } from './billing.tsx';
import { Keys } from './keys.tsx';
import { PlanPage } from './plan.tsx';
import { ProgramSettings } from './program-settings.tsx';
import { Team } from './team.tsx';

/** Whatever a merchant sets once and looks up later. */
export const SettingsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest === '' ? '/program' : rest}
    of={[
      at('/program', () => <ProgramSettings />),
      at('/keys', () => (
        <Right to="keys:write">
          <Keys />
        </Right>
      )),
      at('/team', () => (
        <Right to="team:read">
          <Team />
        </Right>
      )),
      at('/billing', () => (
        <Right to="merchant:read">
          <Billing />
        </Right>
      )),
      at('/plan', () => <PlanPage />),
      at('/audit', () => (
        <Right to="audit:read">
          <AuditLog />
        </Right>
      )),
    ]}
  />
);
