/**
 * Everything about waiting and being away that comes in one part, right after the first screen: who is there, the ways to
 * talk, what may be expected, the queue. The screens leave room for these elements and are complete without them.
 */
import './availability.ts';
import './channels.ts';
import './expectation.ts';
import './someone-else.ts';
