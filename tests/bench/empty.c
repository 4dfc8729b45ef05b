// A program that does nothing: what every other one costs at least.
int main(void) { return 0; }
