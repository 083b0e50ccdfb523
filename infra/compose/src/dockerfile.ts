import { DockerfileParser } from 'dockerfile-ast';
import { readText } from './repository.ts';

export const dockerfilePath = 'infra/compose/Dockerfile';

const dockerfile = DockerfileParser.parse(readText(dockerfilePath));
const instructions = dockerfile.getInstructions().map((instruction) => ({
  keyword: instruction.getKeyword(),
  args: instruction.getArguments().map((argument) => argument.getValue()),
}));

const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'));

/** Images of others, not of an earlier stage. */
export const baseImages: string[] = dockerfile
  .getFROMs()
  .map((from) => from.getImage() ?? '')
  .filter((image) => !dockerfile.getFROMs().some((from) => from.getBuildStage() === image));

const copies = dockerfile.getCOPYs().map((copy) => {
  const paths = copy.getArguments().map((argument) => argument.getValue());
  return {
    from: copy.getFromFlag()?.getValue() ?? undefined,
    sources: paths.slice(0, -1),
    place: paths.at(-1) ?? '',
  };
});

/** What is copied out of the repository, in any stage. */
export const copiedSources: string[] = copies
  .filter(({ from }) => from === undefined)
  .flatMap(({ sources }) => sources);

/** What one stage takes over from another. */
export const copiedBetweenStages = copies.filter(({ from }) => from !== undefined);

/** Where the last stage has its files, as paths in the repository. */
export const copiedToImage: string[] = lastStage
  .filter(({ keyword }) => keyword === 'COPY')
  .map(({ args }) => args.at(-1) ?? '');

export const workFolder: string = instructions.find(({ keyword }) => keyword === 'WORKDIR')?.args[0] ?? '';

export const user: string | undefined = lastStage.findLast(({ keyword }) => keyword === 'USER')?.args[0];

export const imageEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  dockerfile
    .getENVs()
    .flatMap((env) => env.getProperties().map((one) => [one.getName(), one.getValue() ?? ''])),
);
