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

/** What is copied out of the repository, in any stage. */
export const copiedSources: string[] = dockerfile
  .getCOPYs()
  .filter((copy) => copy.getFromFlag() === null)
  .flatMap((copy) =>
    copy
      .getArguments()
      .slice(0, -1)
      .map((argument) => argument.getValue()),
  );

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
