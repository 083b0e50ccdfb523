import { createRouter, createWebHistory } from 'vue-router';
import { keepReturn, useMe } from './logins/index.ts';
import { onSignedOut } from './platform/api.ts';
import { safeReturnPath } from './platform/return-path.ts';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./logins/SignInPage.vue'),
      meta: { isPublic: true, title: 'Sign in' },
    },
    {
      path: '/invite',
      name: 'invite',
      component: () => import('./teams/InvitePage.vue'),
      meta: { title: 'Invitation' },
    },
    {
      path: '/',
      component: () => import('./teams/TeamFrame.vue'),
      children: [
        {
          path: '',
          name: 'projects',
          component: () => import('./projects/ProjectsPage.vue'),
          meta: { title: 'Projects' },
        },
        {
          path: 'people',
          name: 'people',
          component: () => import('./teams/PeoplePage.vue'),
          meta: { title: 'People' },
        },
        {
          path: 'projects/:project_id(\\d+)',
          component: () => import('./projects/ProjectFrame.vue'),
          children: [
            {
              path: '',
              name: 'design',
              component: () => import('./prompts/DesignPage.vue'),
              meta: { title: 'Design' },
            },
            {
              path: 'live/:session_id(\\d+)?',
              name: 'live',
              component: () => import('./sessions/LivePage.vue'),
              meta: { title: 'Live' },
            },
            {
              path: 'data',
              name: 'data',
              component: () => import('./sessions/DataPage.vue'),
              meta: { title: 'Data' },
            },
            {
              path: 'settings',
              name: 'settings',
              component: () => import('./projects/SettingsPage.vue'),
              meta: { title: 'Settings' },
            },
          ],
        },
        {
          path: ':path(.*)*',
          name: 'not-found',
          component: () => import('./platform/NotFoundPage.vue'),
          meta: { title: 'Not found' },
        },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.isPublic) return true;
  if (await useMe().isSignedIn()) return true;
  if (to.hash) keepReturn(to.fullPath);
  return { name: 'sign-in', query: to.fullPath === '/' || to.hash ? {} : { return: to.fullPath } };
});

router.afterEach((to) => {
  const { title } = to.meta;
  document.title = typeof title === 'string' ? `${title} · Convomatic` : 'Convomatic';
});

/** Leads to the sign-in page once, also when several requests were refused, and back to where the person was. */
onSignedOut(() => {
  const { currentRoute } = router;
  if (currentRoute.value.meta.isPublic || currentRoute.value.matched.length === 0) return;
  useMe().forget();
  void router.push({
    name: 'sign-in',
    query: { return: safeReturnPath(currentRoute.value.fullPath, location.origin) },
  });
});
