import { at, Pages } from '../../../parts/pages.tsx';
import { Right } from '../../../parts/right.tsx';
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
      at('/import', () => (
        <Right to="imports:write">
          <ImportPage />
        </Right>
      )),
      at('/new', () => (
        <Right to="partnerships:write">
          <AddPartner />
        </Right>
      )),
      at('/invite', () => (
        <Right to="partnerships:write">
          <Invite />
        </Right>
      )),
      at('/invitations', () => <Invitations />),
      at('/requests', () => (
        <Right to="forms:read">
          <Requests />
        </Right>
      )),
      at('/requests/:application', ({ application }) => (
        <Right to="forms:read">
          <Request application={application} />
        </Right>
      )),
      at('/:partner', ({ partner }) => <PartnerPage partner={partner} />),
      at('/:partner/:tab', ({ partner, tab }) => <PartnerPage partner={partner} tab={tab} />),
    ]}
  />
);
