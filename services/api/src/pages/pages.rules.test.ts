import { richTextOf } from '@convomatic/contracts';
import { expect, it } from '@jest/globals';
import { pageHeaders } from './page-headers.ts';
import { pageHtml } from './page-html.ts';

const template = '<head><!--project--></head>';

it('puts the project where the page can read it, and no text of it can break out', () => {
  const name = `</script><script>alert(1)</script><!-- $& $' 議`;
  const welcome = richTextOf(name);
  const fixed = { naming: 'generated', status: 'live' } as const;
  const project = { slug: 'talk', name, language: 'en', welcome, ...fixed };
  const html = pageHtml(template, project);
  expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
  expect(html).not.toContain('<!--');
  const json = /id="project">(.*)<\/script>/.exec(html)?.[1] ?? '';
  expect(JSON.parse(json)).toEqual(project);
});

it('has no project element where there is no project', () => {
  expect(pageHtml(template, undefined)).toBe('<head></head>');
});

it('refuses a build that has no place for the project', () => {
  expect(() => pageHtml('<head></head>', undefined)).toThrow('<!--project-->');
});

it('may connect to its own origin alone, by sockets too', () => {
  const policy = pageHeaders({ publicUrl: 'https://talk.example.org/', isEmbedded: false })[
    'content-security-policy'
  ];
  expect(policy).toContain("connect-src 'self' wss://talk.example.org;");
  expect(policy).toContain("script-src 'self';");
});
