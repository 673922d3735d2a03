/** Where does the status service listen? */
@org.jspecify.annotations.NullMarked
package spawning.controller.status.service;
