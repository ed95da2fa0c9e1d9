import * as z from 'zod/mini';
import { ApplicationHappening, getApplication } from '../../table/applications.ts';
import { decode } from '../../table/codec.ts';
import { groups } from '../../table/definitions.ts';
import { getMerchant } from '../../table/merchants.ts';
import { getProfile } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import * as texts from './texts.ts';

const TYPES = ['partnership.applied', 'partnership.approved', 'partnership.rejected'] as const;
type ApplicationMail = (typeof TYPES)[number];

/** Whether an event of this type asks for mails about an application. */
export const isApplicationMail = (type: string): type is ApplicationMail => TYPES.some((known) => known === type);

const Approval = z.object({ program: z.string(), partnership: z.string() });

/** Who of the merchant hears of applications: the contact of the group, else who gets its bills, else the merchant. */
const merchantAddress = async (store: Store, program: Program, groupKey: string): Promise<string | undefined> => {
  const [group, merchant] = await Promise.all([
    groups.get(store, program.key, groupKey),
    getMerchant(store, program.merchant),
  ]);
  return group?.social?.contact_email ?? program.billing_email ?? merchant?.email;
};

const toApproved = async (store: Store, detail: unknown): Promise<readonly texts.Mail[]> => {
  const event = decode(Approval, detail);
  const [program, profile] = await Promise.all([
    getProgram(store, event.program),
    getProfile(store, event.partnership),
  ]);
  if (program === undefined || profile === undefined) return [];
  const facts = { program: program.name, name: profile.first_name, email: profile.email };
  return [{ to: profile.email, ...texts.applicationApproved(facts) }];
};

/** The mails about an application: to the applicant, and of a new one to the merchant as well. */
export const applicationMails = async (
  store: Store,
  type: ApplicationMail,
  detail: unknown,
): Promise<readonly texts.Mail[]> => {
  if (type === 'partnership.approved') return toApproved(store, detail);
  const event = decode(ApplicationHappening, detail);
  const [program, application] = await Promise.all([
    getProgram(store, event.program),
    getApplication(store, event.program, event.application),
  ]);
  if (program === undefined || application === undefined) return [];
  const { first_name: name } = application.answers;
  const facts = {
    program: program.name,
    name: typeof name === 'string' ? name : undefined,
    email: application.email,
    reason: application.reason,
  };
  if (type === 'partnership.rejected') return [{ to: application.email, ...texts.applicationRejected(facts) }];
  const merchant = await merchantAddress(store, program, application.group);
  return [
    { to: application.email, ...texts.applicationReceived(facts) },
    ...(merchant === undefined ? [] : [{ to: merchant, ...texts.applicationArrived(facts) }]),
  ];
};
