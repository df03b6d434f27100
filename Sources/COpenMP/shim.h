// The few entry points of libgomp that Swift can call without a compiler's OpenMP support.
// GOMP_parallel is the function that GCC's `#pragma omp parallel` compiles to; libomp has it too.
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
int omp_get_max_threads(void);
int omp_get_num_threads(void);
int omp_get_thread_num(void);
void omp_set_num_threads(int count);
