import type { CaughtMail } from './caught-mails.repository.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Addresses of pages become links; everything else stays text. */
const bodyHtml = (body: string): string =>
  body
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part)))
    .join('');

const mailHtml = ({ recipient, subject, body, created_at }: CaughtMail): string => `<article>
<h2>${escape(subject)}</h2>
<p class="to">${escape(recipient)} · <time datetime="${created_at}">${created_at.slice(0, 19).replace('T', ' ')} UTC</time></p>
<pre>${bodyHtml(body)}</pre>
</article>`;

const nothing = '<p class="to">No mail yet. Ask for a sign-in link, and it appears here.</p>';

/** Every mail that was caught, to be read by whoever develops; it loads itself again. */
export const mailboxHtml = (mails: CaughtMail[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${mails[0] ? escape(mails[0].subject) : 'Mail'}</title>
<link rel="stylesheet" href="/dev/mail.css">
</head>
<body>
<h1>Mail</h1>
<p class="to">No mail server is set, so mails stay here: the newest first.</p>
${mails.map(mailHtml).join('\n') || nothing}
</body>
</html>
`;

export const mailboxCss = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; margin: 0; }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; padding: 1rem; margin: 1rem 0; }
.to { margin: 0; opacity: 0.75; font-size: 0.875rem; overflow-wrap: anywhere; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.75rem 0 0; }
`;
