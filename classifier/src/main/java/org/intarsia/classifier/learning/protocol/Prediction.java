package org.intarsia.classifier.learning.protocol;

/**
 * What a classifier said of a row that it was not trained on.
 *
 * @param row its number in the table
 * @param repeat of the division into folds, from 0
 * @param fold in which it was tested
 * @param label the class that was called
 * @param probabilities one a class; owned by the prediction
 */
public record Prediction(int row, int repeat, int fold, int label, double[] probabilities) {}
