import { personalRoute, type Route } from '../shared/api.ts';
import { getMe } from '../shared/contracts/accounts.ts';
import type { AccountsDeps } from './deps.ts';
import { emailRoutes } from './email-changes.ts';
import { invitationRoutes } from './invitations.ts';
import { me } from './me.ts';
import { partnerInvitationRoutes } from './partner-invitations.ts';
import { passwordRoutes } from './password-resets.ts';
import { signUpRoutes } from './sign-ups.ts';
import { teamRoutes } from './team.ts';

/** Everything about people and their logins. */
export const routes = (deps: AccountsDeps): readonly Route[] => [
  personalRoute(getMe, (context) => me(deps, context)),
  ...teamRoutes(deps),
  ...invitationRoutes(deps),
  ...partnerInvitationRoutes(deps),
  ...passwordRoutes(deps),
  ...emailRoutes(deps),
  ...signUpRoutes(deps),
];
