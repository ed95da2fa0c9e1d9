import { at, Pages } from '../../../parts/pages.tsx';
import { AddPartner } from './add-partner.tsx';
import { ImportPage } from './import-page.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { PartnerPage } from './partner/partner-page.tsx';
import { PartnersList } from './partners-list.tsx';
import { Request } from './request.tsx';
import { Requests } from './requests.tsx';

/** Everything about partners. */
export const PartnersArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <PartnersList />),
      at('/import', () => <ImportPage />),
      at('/new', () => <AddPartner />),
      at('/invite', () => <Invite />),
      at('/invitations', () => <Invitations />),
      at('/requests', () => <Requests />),
      at('/requests/:application', ({ application }) => <Request application={application} />),
      at('/:partner', ({ partner }) => <PartnerPage partner={partner} />),
      at('/:partner/:tab', ({ partner, tab }) => <PartnerPage partner={partner} tab={tab} />),
    ]}
  />
);
