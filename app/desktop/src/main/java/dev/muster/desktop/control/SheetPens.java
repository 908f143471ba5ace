package dev.muster.desktop.control;

/**
 * What rows of a diff sheet are drawn with; one for all rows of a sheet.
 *
 * @param widths of the font of code
 * @param inks the colours
 * @param syntax what colours code
 */
record SheetPens(GlyphWidths widths, InkProbes<DiffInk> inks, SyntaxColours syntax) {}
