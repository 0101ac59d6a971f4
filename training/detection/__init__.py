"""The detector's nets: MTCNN's and the judge, taught on whole pictures, measured on others, exported."""
