package dev.muster.desktop.control;

import javafx.scene.text.Font;

/**
 * What rows of a diff sheet are drawn with; one for all rows of a sheet.
 *
 * @param font of code; rows made while the sheet is laid out are drawn before a style sheet is
 *     asked
 * @param widths of that font
 * @param inks the colours
 * @param syntax what colours code
 */
record SheetPens(Font font, GlyphWidths widths, InkProbes<DiffInk> inks, SyntaxColours syntax) {}
