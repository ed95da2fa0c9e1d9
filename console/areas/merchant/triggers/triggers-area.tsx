import { at, Pages } from '../../../parts/pages.tsx';
import { NewTrigger } from './new-trigger.tsx';
import { OneTrigger } from './one-trigger.tsx';
import { TriggersList } from './triggers-list.tsx';
import './triggers.css';

/** Everything about triggers. */
export const TriggersArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <TriggersList />),
      at('/new', () => <NewTrigger />),
      at('/:trigger/versions', ({ trigger }) => <OneTrigger key={trigger} of={trigger} tab="versions" />),
      at('/:trigger', ({ trigger }) => <OneTrigger key={trigger} of={trigger} tab="trigger" />),
    ]}
  />
);
