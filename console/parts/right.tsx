import type { ComponentChildren } from 'preact';
import type { Scope } from '../../domain/roles.ts';
import { may } from '../session/person.ts';
import { NoRight } from './empty-state.tsx';

interface RightProps {
  readonly to: Scope;
  readonly children: ComponentChildren;
}

/** A page for who may do what it is for, also when somebody else has its address. */
export const Right = ({ to, children }: RightProps) => (may(to) ? children : <NoRight />);
