import { watchEffect } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { useMe } from './logins/index.ts';
import { onRefused, onSignedOut } from './platform/api.ts';
import { t } from './platform/language/language.ts';
import type { WordKey } from './platform/language/language.ts';
import { safeReturnPath } from './platform/return-path.ts';

declare module 'vue-router' {
  interface RouteMeta {
    isPublic?: boolean;
    /** Shows nothing without a team. */
    ofTeam?: boolean;
    /** The page of the rail that it belongs to. */
    place?: string;
    title?: WordKey;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./logins/SignInPage.vue'),
      meta: { isPublic: true, title: 'logins.sign_in_page' },
    },
    {
      path: '/invite',
      name: 'invite',
      component: () => import('./invitations/InvitePage.vue'),
      meta: { isPublic: true, title: 'invitations.invite_page' },
    },
    {
      path: '/confirm-email',
      name: 'confirm-email',
      component: () => import('./account/ConfirmEmailPage.vue'),
      meta: { isPublic: true, title: 'account.confirm_page' },
    },
    {
      path: '/',
      component: () => import('./frame/DashboardFrame.vue'),
      children: [
        {
          path: '',
          name: 'projects',
          component: () => import('./projects/ProjectsPage.vue'),
          meta: { ofTeam: true, title: 'projects.projects' },
        },
        {
          path: 'people',
          name: 'people',
          component: () => import('./memberships/PeoplePage.vue'),
          meta: { ofTeam: true, title: 'memberships.people' },
        },
        {
          path: 'activity',
          name: 'activity',
          component: () => import('./audit/ActivityPage.vue'),
          meta: { ofTeam: true, title: 'audit.activity' },
        },
        {
          path: 'team',
          name: 'team',
          component: () => import('./teams/TeamPage.vue'),
          meta: { ofTeam: true, title: 'teams.settings' },
        },
        {
          path: 'account',
          name: 'account',
          component: () => import('./account/AccountPage.vue'),
          meta: { title: 'account.account' },
        },
        {
          path: 'admin/users',
          name: 'admin-users',
          component: () => import('./admin/UsersPage.vue'),
          meta: { title: 'admin.users' },
        },
        {
          path: 'admin/activity',
          name: 'admin-activity',
          component: () => import('./admin/AdminActivityPage.vue'),
          meta: { title: 'audit.platform_activity' },
        },
        {
          path: 'admin/notices',
          name: 'admin-notices',
          component: () => import('./admin/NoticesPage.vue'),
          meta: { title: 'admin.notices' },
        },
        {
          path: 'projects/:project_id(\\d+)',
          component: () => import('./projects/ProjectFrame.vue'),
          meta: { ofTeam: true, place: 'projects' },
          children: [
            {
              path: '',
              name: 'design',
              component: () => import('./prompts/DesignPage.vue'),
              meta: { title: 'projects.design' },
            },
            {
              path: 'versions',
              name: 'versions',
              component: () => import('./versions/VersionsPage.vue'),
              meta: { title: 'versions.versions' },
            },
            {
              path: 'live/:session_id(\\d+)?',
              name: 'live',
              component: () => import('./sessions/LivePage.vue'),
              meta: { title: 'projects.live' },
            },
            {
              path: 'data',
              name: 'data',
              component: () => import('./sessions/DataPage.vue'),
              meta: { title: 'projects.data' },
            },
            {
              path: 'settings',
              name: 'settings',
              component: () => import('./projects/SettingsPage.vue'),
              meta: { title: 'projects.settings' },
            },
          ],
        },
        {
          path: ':path(.*)*',
          name: 'not-found',
          component: () => import('./platform/NotFoundPage.vue'),
          meta: { title: 'platform.not_found_page' },
        },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.isPublic) return true;
  if (await useMe().isSignedIn()) return true;
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { return: to.fullPath } };
});

watchEffect(() => {
  const { title } = router.currentRoute.value.meta;
  document.title = title ? `${t(title)} · Convomatic` : 'Convomatic';
});

/** Leads to the sign-in page once, also when several requests were refused, and back to where the person was. */
onSignedOut(() => {
  const { currentRoute } = router;
  if (currentRoute.value.meta.isPublic || currentRoute.value.matched.length === 0) return;
  useMe().forget();
  void router.push({
    name: 'sign-in',
    query: {
      return: safeReturnPath(currentRoute.value.fullPath, location.origin),
      problem: 'signed_out',
    },
  });
});

/** Who may not, or finds nothing, may have lost their team: then their teams are read again, and the frame says so. */
onRefused(() => useMe().recheck());
