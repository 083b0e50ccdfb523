export { default as NoticeBanner } from './NoticeBanner.vue';
export { default as NoticeStrip } from './NoticeStrip.vue';
