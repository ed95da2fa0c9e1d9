import { Button, LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { logOut } from '../session/login.ts';
import type { OtherSide } from './shell.tsx';
import { parts } from './texts.ts';

interface NobodyProps {
  readonly title: () => string;
  readonly text: () => string;
  readonly other: () => OtherSide | undefined;
}

/** For somebody who has logged in and has nothing on this side of the product. */
export const Nobody = ({ title, text, other }: NobodyProps) => {
  const elsewhere = other();
  return (
    <main class="alone">
      <h1>{title()}</h1>
      <EmptyState
        title={text()}
        action={
          <>
            {elsewhere === undefined ? null : (
              <LinkButton kind="primary" to={elsewhere.to}>
                {elsewhere.title}
              </LinkButton>
            )}
            <Button onClick={() => void logOut()}>{parts.t.logOut}</Button>
          </>
        }
      />
    </main>
  );
};
