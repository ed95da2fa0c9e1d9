import type { TriggerEvent } from '../../../../domain/events.ts';
import type { FormTemplate } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { api } from '../../../session/person.ts';
import { DealStages } from './deal-stages.tsx';
import type { FormKind } from './drafts.ts';
import { FormEditor } from './form-editor.tsx';
import { FormEmbedding, FormState } from './form-state.tsx';
import { OfferList } from './offer-list.tsx';
import type { TabProps } from './tab-props.ts';
import { forms } from './texts.ts';

interface FormTabProps extends TabProps {
  readonly kind: FormKind;
}

const REWARDED = {
  lead: ['lead.qualified', 'lead.closed', 'lead.submitted'],
  deal: ['deal.won', 'deal.accepted', 'deal.registered'],
} as const satisfies Record<'lead' | 'deal', readonly TriggerEvent[]>;

const FEATURES = { application: 'applications', lead: 'leads', deal: 'deals' } as const satisfies Record<
  FormKind,
  string
>;

const NoPlan = ({ kind }: { readonly kind: FormKind }) => {
  const plan = useAnswer(() => api.get('/v2/plan'), []);
  return plan.data === undefined || plan.data.features[FEATURES[kind]] ? null : (
    <p class="note note-warning">{forms.t.noPlan[kind]}</p>
  );
};

const Rewards = ({ kind, group, program }: FormTabProps & { readonly kind: 'lead' | 'deal' }) => {
  const { t } = forms;
  return (
    <OfferList
      group={group}
      program={program}
      title={t.rewards[kind]}
      lead={t.rewardsLead[kind]}
      events={REWARDED[kind]}
      empty={<p>{t.noRewards[kind]}</p>}
    />
  );
};

/** A form of the group: whether it is on, what it asks, where it stands, and what its answers earn. */
export const FormTab = (props: FormTabProps) => {
  const { kind, group, changed } = props;
  const form = useAnswer<FormTemplate>(
    () => api.get('/v2/form-templates/{form}', { params: { form: `${group.key}.${kind}` } }),
    [group.key, kind],
  );
  const again = async (): Promise<void> => {
    await Promise.all([form.again(), changed()]);
  };
  return (
    <>
      <NoPlan kind={kind} />
      <Answer of={form} lines={12}>
        {(template) => (
          <>
            <FormState template={template} changed={again} />
            {kind === 'application' ? null : <Rewards {...props} kind={kind} />}
            {kind === 'deal' ? <DealStages group={group} /> : null}
            <FormEditor key={template.version} template={template} changed={again} />
            <FormEmbedding template={template} />
          </>
        )}
      </Answer>
    </>
  );
};
