// Shows the partner's portal on a page of the merchant's:
//   <fairshare-portal session="/where/the/merchant's/server/answers/a/session"></fairshare-portal>
// The page's own server knows who is there, and asks the API for a session of that partner. Its token is handed to the
// frame of the portal and kept nowhere else. With `element.fetchToken = async () => token` a page fetches it its own way.
(() => {
  const { origin } = new URL(document.currentScript.src);

  const tokenFrom = async (address) => {
    const answer = await fetch(address, { method: 'POST', credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`There is no session: ${answer.status}.`);
    const body = await answer.json();
    return body.token ?? body.data?.token;
  };

  customElements.define(
    'fairshare-portal',
    class extends HTMLElement {
      #frame;

      connectedCallback() {
        const frame = document.createElement('iframe');
        frame.title = this.getAttribute('label') || 'Partner portal';
        frame.src = `${origin}/embed/`;
        frame.allow = 'clipboard-write';
        frame.style.cssText = 'display:block;width:100%;height:40rem;border:0';
        this.#frame = frame;
        this.replaceChildren(frame);
        addEventListener('message', this);
      }

      disconnectedCallback() {
        removeEventListener('message', this);
        this.replaceChildren();
      }

      handleEvent({ origin: from, source, data }) {
        const frame = this.#frame;
        if (from !== origin || source !== frame.contentWindow) return;
        if (data?.fairshare === 'session') this.#letIn();
        if (data?.fairshare === 'height' && data.height > 0) {
          frame.style.height = `${Math.min(Math.ceil(data.height), 20_000)}px`;
        }
        if (data?.fairshare === 'top' && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
      }

      async #letIn() {
        const tell = (message) => this.#frame.contentWindow?.postMessage(message, origin);
        const language = this.getAttribute('language') || document.documentElement.lang;
        const theme = this.getAttribute('theme') || 'system';
        try {
          const token = await (this.fetchToken ? this.fetchToken() : tokenFrom(this.getAttribute('session')));
          tell({ fairshare: 'session', token, language, theme });
        } catch {
          tell({ fairshare: 'refused' });
        }
      }
    },
  );
})();
