import type { ComponentChildren } from 'preact';
import { type Block, type Inline, parseMarkup } from '../../domain/markup.ts';

const inlines = (all: readonly Inline[]): ComponentChildren => all.map(inline);

const inline = (part: Inline, at: number): ComponentChildren => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code key={at}>{part.text}</code>;
    case 'break':
      return <br key={at} />;
    case 'strong':
      return <strong key={at}>{inlines(part.children)}</strong>;
    case 'emphasis':
      return <em key={at}>{inlines(part.children)}</em>;
    case 'link':
      return (
        <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
          {inlines(part.children)}
        </a>
      );
  }
};

const block = (part: Block, at: number): ComponentChildren => {
  switch (part.kind) {
    case 'heading':
      return part.level === 2 ? <h2 key={at}>{inlines(part.children)}</h2> : <h3 key={at}>{inlines(part.children)}</h3>;
    case 'paragraph':
      return <p key={at}>{inlines(part.children)}</p>;
    case 'quote':
      return <blockquote key={at}>{inlines(part.children)}</blockquote>;
    case 'list': {
      const items = part.items.map((item, number) => <li key={number}>{inlines(item)}</li>);
      return part.ordered ? <ol key={at}>{items}</ol> : <ul key={at}>{items}</ul>;
    }
    case 'rule':
      return <hr key={at} />;
  }
};

/** A text that a merchant wrote with simple marks. It is shown by elements: nothing in it is ever taken for HTML. */
export const Markup = ({ text }: { readonly text: string }) => <div class="markup">{parseMarkup(text).map(block)}</div>;
