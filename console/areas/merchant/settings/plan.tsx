import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Badge, Count } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { settings } from './texts.ts';

const FEATURES = ['applications', 'leads', 'deals', 'salesforce'] as const;

/** What the merchant's subscription allows, and how much of it is used. */
export const PlanPage = () => {
  const { plan: t } = settings.t;
  const answered = useAnswer(() => api.get('/v2/plan'), []);
  return (
    <Frame tab="plan" lead={t.lead}>
      <Answer of={answered}>
        {({ name, features, limits }) => (
          <>
            <Card title={t.named(name)}>
              <ul class="lines">
                {FEATURES.map((feature) => (
                  <li key={feature}>
                    {t.features[feature]}{' '}
                    <Badge kind={features[feature] ? 'good' : 'neutral'}>
                      {features[feature] ? t.included : t.withheld}
                    </Badge>
                  </li>
                ))}
              </ul>
            </Card>
            <Card title={t.limits}>
              <ul class="lines">
                {limits.map(({ kind, most, used }) => (
                  <li key={kind}>
                    <label class="limit">
                      <span>{t.kinds[kind]}</span>
                      <span class="end">
                        <Count value={used} /> / <Count value={most} />
                      </span>
                      <meter min={0} max={most} high={most * 0.9} value={used} />
                    </label>
                  </li>
                ))}
              </ul>
            </Card>
          </>
        )}
      </Answer>
    </Frame>
  );
};
