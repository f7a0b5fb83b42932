/**
 * Reads the project's own sources: where the TypeScript files are and what they import, export and say, taken from their
 * syntax trees and not by pattern. Knows no rule; house-rules.ts judges what is found here.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor, type ESTree } from 'vite';

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One reference from a file to another file or package. */
export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the project's folder for relative specifiers, else the specifier itself; undefined when it is computed at run time. */
  readonly target: string | undefined;
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
}

/** A parsed file. Paths are relative to the project's folder, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Begins with a block comment, before any code. */
  readonly hasHead: boolean;
  readonly hasDefaultExport: boolean;
  /** Consists of nothing but imports and re-exports. */
  readonly isBarrel: boolean;
  readonly program: ESTree.Program;
}

function resolveTarget(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

/** An import() or import type whose specifier is no plain string has no target. */
function literal(node: ESTree.Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function isTypeImport({ importKind, specifiers }: ESTree.ImportDeclaration): boolean {
  if (importKind === 'type') return true;
  const named = specifiers.filter((each) => each.type === 'ImportSpecifier');
  return (
    specifiers.length > 0 && named.length === specifiers.length && named.every((each) => each.importKind === 'type')
  );
}

function importsOf(path: string, program: ESTree.Program): Import[] {
  const found: Import[] = [];
  const add = (source: ESTree.Node, typeOnly: boolean): void => {
    const specifier = literal(source);
    found.push({
      specifier: specifier ?? '(computed)',
      target: specifier === undefined ? undefined : resolveTarget(path, specifier),
      typeOnly,
    });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, isTypeImport(node)),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.exportKind === 'type');
    },
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source, true),
  }).visit(program);
  return found;
}

const isReExport = (node: ESTree.Node): boolean =>
  node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null);

/** Parses one file's text; throws on a syntax error. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  const codeStart = program.body[0]?.start ?? text.length;
  const head = comments[0];
  return {
    path,
    imports: importsOf(path, program),
    hasHead: head !== undefined && head.type === 'Block' && head.end <= codeStart,
    hasDefaultExport: program.body.some((node) => node.type === 'ExportDefaultDeclaration'),
    isBarrel:
      program.body.some(isReExport) &&
      program.body.every((node) => isReExport(node) || node.type === 'ImportDeclaration'),
    program,
  };
}

/** Paths of all TypeScript files below a folder of the project; none if there is no such folder. */
export function typescriptFiles(folder: string): string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT }).toSorted();
}

/** Text of a file of the project. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Reads and parses one file of the project. */
export function readSource(path: string): SourceFile {
  return parseSource(path, readText(path));
}
