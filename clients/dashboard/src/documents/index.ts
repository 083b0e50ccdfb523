export { default as DocumentText } from './DocumentText.vue';
export { default as PeopleHere } from './PeopleHere.vue';
