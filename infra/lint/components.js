import ts from 'typescript';

const script = /<script[^>]*>(.*?)<\/script>/s;

const readFile = ts.sys.readFile;

// The types of a component are those of its script, which is all that its parser hands on. Were the file read as a
// whole instead, each of them would differ from what is known of it, and make the program of its package anew.
ts.sys.readFile = (file, encoding) => {
  const text = readFile(file, encoding);
  return file.endsWith('.vue') ? (script.exec(text ?? '')?.[1] ?? '') : text;
};
